//! The picture of block time and finality by the latency of a device.

use anyhow::{Result, anyhow};
use critical_chains_network_tests::Spread;
use plotters::prelude::*;
use std::path::Path;

const SIZE: (u32, u32) = (900, 480);

/// Draws what each latency, in milliseconds, made of block time and finality.
pub(crate) fn draw(path: &Path, points: &[(u64, Spread, Spread)]) -> Result<()> {
    drawn(path, points).map_err(|error| anyhow!("{}: {error}", path.display()))
}

fn drawn(
    path: &Path,
    points: &[(u64, Spread, Spread)],
) -> std::result::Result<(), Box<dyn std::error::Error>> {
    let area = SVGBackend::new(path, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let highest = points.iter().map(|(_, block, end)| block.p95.max(end.p95)).fold(4.0, f64::max);
    let widest = points.iter().map(|(millis, ..)| *millis).max().unwrap_or(1);
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
    let lines: [(&str, fn(&(u64, Spread, Spread)) -> f64, RGBColor, u32); 4] = [
        ("block time, median", |point| point.1.median, BLUE, 2),
        ("block time, 95 %", |point| point.1.p95, BLUE, 1),
        ("finality, median", |point| point.2.median, RED, 2),
        ("finality, 95 %", |point| point.2.p95, RED, 1),
    ];
    for (name, value, colour, width) in lines {
        let series = points.iter().map(|point| (point.0, value(point)));
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
