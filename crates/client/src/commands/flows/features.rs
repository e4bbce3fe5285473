//! `flows features`

use super::{model_of, read};
use crate::{
    cli::FeaturesArgs,
    flows::{DataSet, Replayer},
    output::{Console, Exit, Failure},
};
use critical_chains_flows::Feature;
use serde_json::json;
use std::{
    fs::File,
    io::{self, BufWriter, Write},
};

pub(super) fn run(args: &FeaturesArgs, console: Console) -> Result<Exit, Failure> {
    let model = model_of(&args.data.files)?;
    let data = read(&args.data, console)?;
    let cannot = |error: io::Error| Failure::failed(format!("{}: {error}", args.output.display()));
    let mut out = BufWriter::new(File::create(&args.output).map_err(cannot)?);
    let replayer = Replayer::new(&model, args.data.delay.into(), 0)?;
    write(&data, replayer, &mut out).map_err(cannot)?;
    let text = format!("wrote the features of {} flows", data.flows.len());
    console.result(&text, &json!({ "flows": data.flows.len(), "features": names() }))?;
    Ok(Exit::Ok)
}

fn write(data: &DataSet, mut replayer: Replayer, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "row,time,label,{}", names().join(","))?;
    for labelled in &data.flows {
        let flow = &labelled.flow;
        replayer.learn_until(flow.time);
        let assessment = replayer.engine.observe(flow);
        let label = labelled.anomalous.map_or(-1, i32::from);
        write!(out, "{},{},{label}", labelled.row, flow.time)?;
        for value in assessment.features.values() {
            write!(out, ",{value}")?;
        }
        writeln!(out)?;
        replayer.keep(labelled, assessment);
    }
    out.flush()
}

fn names() -> Vec<&'static str> {
    Feature::ALL.iter().map(|feature| feature.name()).collect()
}
