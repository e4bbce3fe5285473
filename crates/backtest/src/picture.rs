//! A picture of the flows that a finding rests on, for people who decide about it.

use crate::{
    PlotError,
    plot::{colour, failed},
};
use plotters::{
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};
use std::{collections::BTreeMap, f64::consts::TAU};

/// Width and height.
const SIZE: (u32, u32) = (1_000, 860);
/// The middle of the circle on which accounts stand.
const MIDDLE: (f64, f64) = (500.0, 445.0);
const RADIUS: f64 = 250.0;
/// Radius of an account.
const ACCOUNT: f64 = 46.0;
/// Most accounts that are drawn.
pub const MAX_ACCOUNTS: usize = 12;
/// Most flows that are drawn.
pub const MAX_FLOWS: usize = 24;

/// A flow as it is drawn.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Arrow {
    /// Who gives, and at which institution.
    pub from: Place,
    /// Who receives.
    pub to: Place,
    /// When, and what it moves.
    pub lines: [String; 2],
}

/// An account with its institution, as they are written.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Place {
    /// A short name of the account.
    pub account: String,
    /// The institution.
    pub institution: String,
}

/// What is told around the picture.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Story {
    /// What it is.
    pub title: String,
    /// What one has to know, line by line.
    pub lines: Vec<String>,
}

/// Draws accounts on a circle and flows as numbered arrows, in their order.
///
/// At most [`MAX_ACCOUNTS`] accounts and [`MAX_FLOWS`] flows; the rest is left out.
pub fn draw_flows(story: &Story, arrows: &[Arrow]) -> Result<String, PlotError> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        area.fill(&WHITE).map_err(failed)?;
        let text = |size: i32| ("sans-serif", size).into_font().color(&BLACK);
        area.draw_text(&story.title, &text(26), (30, 24)).map_err(failed)?;
        for (at, line) in (0i32..).zip(&story.lines) {
            area.draw_text(line, &text(16), (30, 62 + at * 22)).map_err(failed)?;
        }

        let (accounts, institutions) = places(arrows);
        let at = |place: &Place| {
            let index = accounts.iter().position(|account| account == place)?;
            let angle = TAU * index as f64 / accounts.len().max(1) as f64 - TAU / 4.0;
            let radius = if accounts.len() == 1 { 0.0 } else { RADIUS };
            Some((MIDDLE.0 + radius * angle.cos(), MIDDLE.1 + radius * angle.sin()))
        };
        let shown =
            arrows.iter().filter_map(|arrow| Some((arrow, at(&arrow.from)?, at(&arrow.to)?)));
        for (number, (arrow, from, to)) in shown.take(MAX_FLOWS).enumerate() {
            draw_arrow(&area, from, to).map_err(failed)?;
            let [when, what] = &arrow.lines;
            let lines = [format!("{}) {what}", number + 1), when.clone()];
            draw_label(&area, &lines, from, to).map_err(failed)?;
        }
        for account in &accounts {
            let Some(place) = at(account) else { continue };
            let fill = institutions.get(&account.institution).map_or(BLACK, |index| colour(*index));
            draw_account(&area, account, place, fill).map_err(failed)?;
        }
        let bottom = SIZE.1 as i32 - 40;
        for (institution, index) in &institutions {
            let left = 30 + *index as i32 * 235;
            let corners = [(left, bottom), (left + 18, bottom + 18)];
            area.draw(&Rectangle::new(corners, colour(*index).filled())).map_err(failed)?;
            area.draw_text(institution, &text(15), (left + 26, bottom + 2)).map_err(failed)?;
        }
        area.present().map_err(failed)?;
    }
    Ok(accessible(&svg, story))
}

/// The accounts in the order in which they appear, and the institutions with their numbers.
fn places(arrows: &[Arrow]) -> (Vec<Place>, BTreeMap<String, usize>) {
    let mut accounts: Vec<Place> = Vec::new();
    let mut institutions = BTreeMap::new();
    for place in arrows.iter().flat_map(|arrow| [&arrow.from, &arrow.to]) {
        if accounts.len() < MAX_ACCOUNTS && !accounts.contains(place) {
            accounts.push(place.clone());
            let next = institutions.len();
            institutions.entry(place.institution.clone()).or_insert(next);
        }
    }
    (accounts, institutions)
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type Drawn<'a> = Result<(), DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>>;

fn point((x, y): (f64, f64)) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}

/// From the edge of one account to the edge of another.
fn draw_arrow<'a>(area: &Area<'a>, from: (f64, f64), to: (f64, f64)) -> Drawn<'a> {
    let (x, y) = (to.0 - from.0, to.1 - from.1);
    let length = x.hypot(y).max(1.0);
    let (x, y) = (x / length, y / length);
    let begin = (from.0 + x * ACCOUNT, from.1 + y * ACCOUNT);
    let tip = (to.0 - x * (ACCOUNT + 2.0), to.1 - y * (ACCOUNT + 2.0));
    let neck = (tip.0 - x * 16.0, tip.1 - y * 16.0);
    let line = ShapeStyle { color: BLACK.to_rgba(), filled: true, stroke_width: 3 };
    area.draw(&PathElement::new(vec![point(begin), point(neck)], line))?;
    let side = |sign: f64| (neck.0 - y * 8.0 * sign, neck.1 + x * 8.0 * sign);
    area.draw(&Polygon::new(vec![point(tip), point(side(1.0)), point(side(-1.0))], BLACK.filled()))
}

/// Beside the middle of the arrow, on the side that is away from the middle of the circle.
fn draw_label<'a>(
    area: &Area<'a>,
    [what, when]: &[String; 2],
    from: (f64, f64),
    to: (f64, f64),
) -> Drawn<'a> {
    let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
    let (x, y) = (middle.0 - MIDDLE.0, middle.1 - MIDDLE.1);
    let length = x.hypot(y);
    let (x, y) = if length < 1.0 { (0.0, -1.0) } else { (x / length, y / length) };
    let align = match x {
        x if x > 0.3 => HPos::Left,
        x if x < -0.3 => HPos::Right,
        _ => HPos::Center,
    };
    let (left, top) = (middle.0 + x * 18.0, middle.1 + y * 32.0);
    for (line, size, down) in [(what, 17, -11.0), (when, 14, 11.0)] {
        let style = ("sans-serif", size).into_font().color(&BLACK);
        area.draw_text(line, &style.pos(Pos::new(align, VPos::Center)), point((left, top + down)))?;
    }
    Ok(())
}

fn draw_account<'a>(area: &Area<'a>, account: &Place, at: (f64, f64), fill: RGBColor) -> Drawn<'a> {
    area.draw(&Circle::new(point(at), ACCOUNT as i32, fill.filled()))?;
    let centre = Pos::new(HPos::Center, VPos::Center);
    let style = ("sans-serif", 16).into_font().color(&WHITE).pos(centre);
    area.draw_text(&account.account, &style, point(at))
}

/// The same with a title and a description for those who do not see it.
fn accessible(svg: &str, story: &Story) -> String {
    let Some(end) = svg.find('>') else { return svg.to_owned() };
    let (head, rest) = svg.split_at(end + 1);
    let description = escape(&story.lines.join(" "));
    format!("{head}\n<title>{}</title>\n<desc>{description}</desc>{rest}", escape(&story.title))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(account: &str, institution: &str) -> Place {
        Place { account: account.into(), institution: institution.into() }
    }

    fn story() -> Story {
        Story { title: "Value <comes> back".into(), lines: vec!["A & B".into()] }
    }

    #[test]
    fn shows_every_account_flow_and_institution_once() {
        let hop = |from: &str, to: &str| Arrow {
            from: place(from, &from[..1]),
            to: place(to, &to[..1]),
            lines: ["now".into(), format!("{from} to {to}")],
        };

        let svg =
            draw_flows(&story(), &[hop("a1", "b1"), hop("b1", "a2"), hop("a2", "a1")]).unwrap();

        for label in ["1) a1 to b1", "2) b1 to a2", "3) a2 to a1"] {
            assert_eq!(svg.matches(label).count(), 1, "{label}");
        }
        assert_eq!(svg.matches("<circle").count(), 3);
        assert_eq!(svg.matches("<polygon").count(), 3);
        assert_eq!(
            svg,
            draw_flows(&story(), &[hop("a1", "b1"), hop("b1", "a2"), hop("a2", "a1")]).unwrap()
        );
    }

    #[test]
    fn text_cannot_break_out() {
        let arrow = Arrow {
            from: place("<script>", "\"&"),
            to: place("b", "</svg>"),
            lines: ["<b>".into(), "</text>".into()],
        };

        let svg = draw_flows(&story(), &[arrow]).unwrap();

        assert!(svg.contains("<title>Value &lt;comes&gt; back</title>"));
        assert!(svg.contains("<desc>A &amp; B</desc>"));
        assert!(!svg.contains("<script>") && !svg.contains("<b>"));
        assert_eq!(svg.matches("</svg>").count(), 1);
    }

    #[test]
    fn leaves_out_what_nobody_could_read() {
        let arrow = |number: usize| Arrow {
            from: place(&format!("from{number}"), "x"),
            to: place(&format!("to{number}"), "y"),
            lines: [String::new(), String::new()],
        };

        let svg = draw_flows(&story(), &(0..40).map(arrow).collect::<Vec<_>>()).unwrap();

        assert_eq!(svg.matches("<circle").count(), MAX_ACCOUNTS);
        assert_eq!(svg.matches("<polygon").count(), MAX_ACCOUNTS / 2);
    }
}
