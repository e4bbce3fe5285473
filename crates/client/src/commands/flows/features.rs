//! `flows features`

use super::{model_of, read};
use crate::{
    cli::FeaturesArgs,
    commands::files,
    flows::{DataSet, Replayer},
    output::{Console, Exit, Failure},
};
use critical_chains_flows::Feature;
use serde_json::json;
use std::io::{self, Write};

pub(super) fn run(args: &FeaturesArgs, console: Console) -> Result<Exit, Failure> {
    let model = model_of(&args.data.files)?;
    let data = read(&args.data, console)?;
    let replayer = Replayer::new(&model, args.data.delay.into(), 0)?;
    files::write_with(&args.output, |out| write(&data, replayer, out))?;
    let text = format!("wrote the features of {} flows", data.flows.len());
    console.result(&text, &json!({ "flows": data.flows.len(), "features": names() }))?;
    Ok(Exit::Ok)
}

fn write(data: &DataSet, mut replayer: Replayer, out: &mut dyn Write) -> io::Result<()> {
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
    Ok(())
}

fn names() -> Vec<&'static str> {
    Feature::ALL.iter().map(|feature| feature.name()).collect()
}
