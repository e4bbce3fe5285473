//! The picture of block time and finality by the latency of a device.

use anyhow::{Result, anyhow};
use critical_chains_network_tests::Spread;
use plotters::prelude::*;
use std::path::Path;

const SIZE: (u32, u32) = (900, 480);

/// What a latency made of the chain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    /// What each signature took longer, in milliseconds.
    pub(crate) millis: u64,
    /// Time between blocks.
    pub(crate) block: Spread,
    /// Time from a block to its finality.
    pub(crate) finality: Spread,
}

/// Draws what each latency made of block time and finality.
pub(crate) fn draw(path: &Path, points: &[Point]) -> Result<()> {
    drawn(path, points).map_err(|error| anyhow!("{}: {error}", path.display()))
}

fn drawn(path: &Path, points: &[Point]) -> std::result::Result<(), Box<dyn std::error::Error>> {
    let area = SVGBackend::new(path, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let highest =
        points.iter().map(|point| point.block.p95.max(point.finality.p95)).fold(4.0, f64::max);
    let widest = points.iter().map(|point| point.millis).max().unwrap_or(1);
    let mut chart = ChartBuilder::on(&area)
        .margin(16)
        .x_label_area_size(44)
        .y_label_area_size(52)
        .build_cartesian_2d(0_u64..widest, 0.0..highest * 1.1)?;
    chart
        .configure_mesh()
        .x_desc("each signature takes longer by, ms")
        .y_desc("seconds")
        .label_style(("sans-serif", 14))
        .draw()?;
    let lines = [
        ("block time, median", BLUE, 2),
        ("block time, 95 %", BLUE, 1),
        ("finality, median", RED, 2),
        ("finality, 95 %", RED, 1),
    ];
    for (index, (name, colour, width)) in lines.into_iter().enumerate() {
        let series = points.iter().map(|point| {
            let Point { millis, block, finality } = point;
            let values = [block.median, block.p95, finality.median, finality.p95];
            (*millis, values[index])
        });
        chart.draw_series(LineSeries::new(series, colour.stroke_width(width)))?.label(name).legend(
            move |(x, y)| PathElement::new([(x, y), (x + 20, y)], colour.stroke_width(width)),
        );
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .label_font(("sans-serif", 14))
        .border_style(BLACK)
        .background_style(WHITE)
        .draw()?;
    area.present()?;
    Ok(())
}
