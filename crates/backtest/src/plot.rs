//! Plots as SVG.

use crate::Curve;
use plotters::prelude::*;

/// A plot could not be drawn.
#[derive(Debug, thiserror::Error)]
#[error("the plot cannot be drawn: {0}")]
pub struct PlotError(String);

/// Colours that colour-blind people tell apart (Okabe and Ito, 2008).
const COLOURS: [RGBColor; 6] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
];

const SIZE: (u32, u32) = (960, 600);
const GRID: RGBColor = RGBColor(225, 225, 225);

pub(crate) fn failed(error: impl std::fmt::Display) -> PlotError {
    PlotError(error.to_string())
}

pub(crate) fn colour(index: usize) -> RGBColor {
    COLOURS.get(index % COLOURS.len()).copied().unwrap_or(BLACK)
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type Chart<'a, 'b> = ChartContext<
    'a,
    SVGBackend<'b>,
    Cartesian2d<plotters::coord::types::RangedCoordf64, plotters::coord::types::RangedCoordf64>,
>;

/// What the axes are for, and how far they go.
struct Axes<'a> {
    horizontal: (&'a str, f64),
    vertical: (&'a str, f64),
    decimals: usize,
}

/// Title, axes and grid.
fn frame<'a, 'b>(
    area: &'a Area<'b>,
    title: &str,
    axes: &Axes<'_>,
) -> Result<Chart<'a, 'b>, PlotError> {
    area.fill(&WHITE).map_err(failed)?;
    let mut chart = ChartBuilder::on(area)
        .caption(title, ("sans-serif", 22))
        .margin(16)
        .x_label_area_size(48)
        .y_label_area_size(60)
        .build_cartesian_2d(0.0..axes.horizontal.1, 0.0..axes.vertical.1)
        .map_err(failed)?;
    let label = |value: &f64| format!("{value:.*}", axes.decimals);
    chart
        .configure_mesh()
        .bold_line_style(GRID)
        .light_line_style(TRANSPARENT)
        .x_desc(axes.horizontal.0)
        .y_desc(axes.vertical.0)
        .label_style(("sans-serif", 15))
        .x_label_formatter(&label)
        .y_label_formatter(&label)
        .draw()
        .map_err(failed)?;
    Ok(chart)
}

/// What the colours mean.
fn legend<'b: 'a, 'a>(chart: &mut Chart<'a, 'b>) -> Result<(), PlotError> {
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperRight)
        .background_style(WHITE.mix(0.9))
        .border_style(GRID)
        .label_font(("sans-serif", 15))
        .draw()
        .map_err(failed)
}

/// Precision-recall curves of several rankings.
pub fn plot_precision_recall(title: &str, curves: &[Curve]) -> Result<String, PlotError> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        let axes = Axes {
            horizontal: ("recall: share of the anomalous flows that are found", 1.0),
            vertical: ("precision", 1.0),
            decimals: 1,
        };
        let mut chart = frame(&area, title, &axes)?;
        for (index, curve) in curves.iter().enumerate() {
            let style = colour(index).stroke_width(2);
            let label = match curve.average_precision {
                Some(area) => format!("{} (AP {area:.3})", curve.name),
                None => curve.name.clone(),
            };
            chart
                .draw_series(LineSeries::new(curve.points.iter().copied(), style))
                .map_err(failed)?
                .label(label)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 24, y)], style));
        }
        legend(&mut chart)?;
        area.present().map_err(failed)?;
    }
    Ok(svg)
}

/// For each day, the alerts within the budget: those that were right below those that were not.
pub fn plot_alerts(
    title: &str,
    days: &[(u64, usize, usize)],
    alerts_per_day: u32,
) -> Result<String, PlotError> {
    let first = days.first().map_or(0, |day| day.0);
    let last = days.last().map_or(0, |day| day.0);
    let highest = days.iter().map(|(_, right, wrong)| right + wrong).max().unwrap_or_default();
    // Room for the legend above the bars.
    let top = (highest.max(alerts_per_day as usize) as f64 * 1.35).max(1.0);
    let width = (last - first + 1) as f64;
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        let axes = Axes { horizontal: ("day", width), vertical: ("alerts", top), decimals: 0 };
        let mut chart = frame(&area, title, &axes)?;
        let bars = |from: fn(&(u64, usize, usize)) -> (usize, usize), fill: RGBColor| {
            days.iter().map(move |day| {
                let (low, high) = from(day);
                let left = (day.0 - first) as f64;
                Rectangle::new([(left + 0.1, low as f64), (left + 0.9, high as f64)], fill.filled())
            })
        };
        let square = |fill: RGBColor| {
            move |(x, y): (i32, i32)| Rectangle::new([(x, y - 5), (x + 14, y + 5)], fill.filled())
        };
        chart
            .draw_series(bars(|day| (0, day.1), colour(2)))
            .map_err(failed)?
            .label("anomalous")
            .legend(square(colour(2)));
        chart
            .draw_series(bars(|day| (day.1, day.1 + day.2), colour(4)))
            .map_err(failed)?
            .label("ordinary")
            .legend(square(colour(4)));
        let budget = f64::from(alerts_per_day);
        let style = colour(1).stroke_width(2);
        chart
            .draw_series(LineSeries::new([(0.0, budget), (width, budget)], style))
            .map_err(failed)?
            .label("budget")
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 14, y)], style));
        legend(&mut chart)?;
        area.present().map_err(failed)?;
    }
    Ok(svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plots_name_what_they_show_and_are_the_same_each_time() {
        let curve = |name: &str| Curve {
            name: name.to_owned(),
            average_precision: Some(0.5),
            points: vec![(0.0, 1.0), (0.5, 0.6), (1.0, 0.1)],
        };
        let curves = [curve("engine"), curve("one counter")];

        let svg = plot_precision_recall("card payments", &curves).unwrap();

        assert!(svg.starts_with("<svg") && svg.contains("engine (AP 0.500)"));
        assert_eq!(svg, plot_precision_recall("card payments", &curves).unwrap());
        assert!(plot_alerts("alerts", &[(7, 3, 9), (9, 1, 4)], 10).unwrap().contains("budget"));
        assert!(plot_alerts("none", &[], 10).is_ok());
    }
}
