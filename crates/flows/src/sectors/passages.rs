//! Toll passages that one vehicle cannot have made, or did not pay for.

use super::{Kind, SectorFindings, Sectors};
use crate::{EngineKey, Flow, Identity, Passage, Place};

/// Metres of a millionth of a degree of latitude, times 1,000: a meridian is 40,008 km long.
const MILLIMETRES_PER_MICRODEGREE: i64 = 111;

/// Plazas nearer than this are one place: positions of lanes differ, and clocks as well.
const SAME_PLACE_METRES: u64 = 2_000;

/// Half of a full turn, and a quarter of it, in millionths of a degree.
const HALF_TURN: i64 = 180_000_000;
const QUARTER_TURN: i64 = 90_000_000;

impl Sectors {
    pub(super) fn passage(
        &mut self,
        key: &EngineKey,
        flow: &Flow,
        passage: &Passage,
    ) -> SectorFindings {
        let mut findings = SectorFindings::default();
        let tag = Identity::of(key, &flow.source);
        let plate = passage.plate.as_ref().map(|plate| Identity::of(key, plate));
        let sides =
            [Some((tag, Kind::Tag, plate)), plate.map(|plate| (plate, Kind::Plate, Some(tag)))];
        for (this, kind, other) in sides.into_iter().flatten() {
            let Some(memory) = self.recall(this, kind, flow.time) else { continue };
            if let (Some(now), Some((latitude, longitude))) = (passage.place, memory.place) {
                let before = Place { latitude, longitude };
                let elapsed = flow.time.abs_diff(memory.time);
                findings.implied_speed = findings.implied_speed.max(speed(before, now, elapsed));
            }
            if let Some(place) = passage.place {
                memory.place = Some((place.latitude, place.longitude));
            }
            memory.time = flow.time;
            let first = memory.count == 0;
            memory.count = memory.count.saturating_add(1);
            if let Some(other) = other
                && !memory.meets(other)
                && !first
            {
                findings.mismatches = findings.mismatches.saturating_add(1);
            }
        }
        if let Some(due) = passage.due {
            let missing = u128::from(due.saturating_sub(flow.amount));
            findings.underpaid =
                (missing.saturating_mul(1_000).checked_div(u128::from(due)).unwrap_or_default())
                    as u32;
        }
        findings
    }
}

/// Kilometres an hour from one place to another; 0 if they are one place.
fn speed(from: Place, to: Place, seconds: u64) -> u32 {
    let metres = distance(from, to);
    if metres < SAME_PLACE_METRES {
        return 0;
    }
    // Clocks of plazas may differ by a minute.
    let seconds = seconds.max(60);
    let speed = metres.saturating_mul(36).checked_div(seconds.saturating_mul(10));
    u32::try_from(speed.unwrap_or_default()).unwrap_or(u32::MAX)
}

/// Metres between two places, on a plane through both: exact enough up to some hundred kilometres,
/// and never an infinity beyond.
fn distance(from: Place, to: Place) -> u64 {
    let (north, south) = (i64::from(from.latitude), i64::from(to.latitude));
    let height = north.abs_diff(south);
    let mut width = i64::from(from.longitude).abs_diff(i64::from(to.longitude));
    let turn = HALF_TURN.unsigned_abs();
    if width > turn {
        width = turn.saturating_mul(2).saturating_sub(width);
    }
    let middle = north.saturating_add(south) / 2;
    let width = width.saturating_mul(cosine(middle)) >> 16;
    let micro = u128::from(height)
        .saturating_mul(u128::from(height))
        .saturating_add(u128::from(width).saturating_mul(u128::from(width)))
        .isqrt();
    let millimetres = micro.saturating_mul(MILLIMETRES_PER_MICRODEGREE.unsigned_abs().into());
    u64::try_from(millimetres / 1_000).unwrap_or(u64::MAX)
}

/// The cosine of a latitude, Q16, by Bhaskara's approximation (7th century): off by at most 0.002.
fn cosine(latitude: i64) -> u64 {
    let angle = i128::from(latitude.clamp(QUARTER_TURN.saturating_neg(), QUARTER_TURN));
    let half = i128::from(HALF_TURN);
    let square = angle.saturating_mul(angle);
    let whole = half.saturating_mul(half);
    let over = whole.saturating_sub(square.saturating_mul(4));
    let under = whole.saturating_add(square);
    u64::try_from((over << 16).checked_div(under).unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(latitude: i32, longitude: i32) -> Place {
        Place { latitude, longitude }
    }

    #[test]
    fn distances_are_those_of_the_map() {
        // Zürich to Bern: 95 km; Oslo to Bergen: 304 km; both as the crow flies.
        let zurich = place(47_376_900, 8_541_700);
        let bern = place(46_948_000, 7_447_400);
        let oslo = place(59_913_900, 10_752_200);
        let bergen = place(60_391_300, 5_322_100);

        assert!((93_000..97_000).contains(&distance(zurich, bern)), "{}", distance(zurich, bern));
        assert!((298_000..311_000).contains(&distance(oslo, bergen)));
        assert_eq!(distance(bern, zurich), distance(zurich, bern));
    }

    #[test]
    fn the_date_line_is_no_distance() {
        assert!(distance(place(0, 179_999_999), place(0, -179_999_999)) < 10);
    }

    #[test]
    fn ends_of_the_earth_are_finite() {
        let far = distance(place(i32::MIN, i32::MIN), place(i32::MAX, i32::MAX));
        assert!(far < 1_000_000_000);
        assert!(speed(place(-90_000_000, 0), place(90_000_000, 0), 0) > 100_000);
    }
}
