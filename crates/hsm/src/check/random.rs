//! The health tests of NIST SP 800-90B, section 4.4, on what the device calls random.
//!
//! They find a source that is stuck or badly biased. They say nothing of how random it is.

use super::Finding;
use crate::{
    error::{DeviceError, FailureClass, StartError},
    token::Connection,
};

/// Bytes that are drawn.
const DRAWN_BYTES: u32 = 65_536;

/// Bits of a sample, of which all are claimed to be random.
const BITS: u32 = 8;

/// A good source fails a test once in two to the power of this.
const FALSE_ALARM_BITS: u32 = 40;

/// Samples of a window of the adaptive proportion test, for samples of more than one bit.
const WINDOW: usize = 512;

/// Draws and tests.
pub(super) fn check(connection: &Connection) -> Finding {
    let what = "random numbers";
    let drawn = connection.session().generate_random_vec(DRAWN_BYTES);
    let drawn = match drawn {
        Ok(drawn) => drawn,
        Err(error) => {
            let remedy = "none needed: keys are drawn by the device itself when it makes them";
            return Finding::missing(what, DeviceError::from(error).what, remedy);
        }
    };
    match judge(&drawn) {
        Ok(()) => Finding::ok(what, format!("{DRAWN_BYTES} bytes pass SP 800-90B health tests")),
        Err(problem) => {
            let error = DeviceError::new(
                FailureClass::Permanent,
                format!("{problem}\nhint: make no keys on this device; have it checked"),
            );
            Finding::failed(what, &StartError::Device(error))
        }
    }
}

/// Applies both tests.
pub(crate) fn judge(samples: &[u8]) -> Result<(), String> {
    let longest = longest_run(samples);
    if longest >= repetition_cutoff() {
        return Err(format!("repetition count test: {longest} equal bytes in a row"));
    }
    let cutoff = proportion_cutoff();
    for (index, window) in samples.chunks_exact(WINDOW).enumerate() {
        let Some((first, rest)) = window.split_first() else { continue };
        let equal = 1 + rest.iter().filter(|sample| *sample == first).count();
        if equal >= cutoff {
            return Err(format!(
                "adaptive proportion test: window {index} has the byte {first} {equal} times"
            ));
        }
    }
    Ok(())
}

fn longest_run(samples: &[u8]) -> u32 {
    samples
        .chunk_by(|one, next| one == next)
        .map(|run| u32::try_from(run.len()).unwrap_or(u32::MAX))
        .max()
        .unwrap_or(0)
}

/// C = 1 + ceil(-log2(alpha) / H), section 4.4.1.
fn repetition_cutoff() -> u32 {
    1 + FALSE_ALARM_BITS.div_ceil(BITS)
}

/// C = 1 + critbinom(W, 2^-H, 1 - alpha), section 4.4.2.
fn proportion_cutoff() -> usize {
    let chance = 0.5_f64.powi(BITS.cast_signed());
    let alarm = 0.5_f64.powi(FALSE_ALARM_BITS.cast_signed());
    // P(X > k) is summed from its largest term down, which keeps it exact where it is tiny.
    let mut term = (1.0 - chance).powi(i32::try_from(WINDOW).unwrap_or(i32::MAX));
    let mut terms = Vec::with_capacity(WINDOW + 1);
    for k in 0..=WINDOW {
        terms.push(term);
        term *= (WINDOW - k) as f64 / (k + 1) as f64 * chance / (1.0 - chance);
    }
    let mut tail = 0.0;
    let mut k = WINDOW;
    while k > 0 && tail + terms[k] <= alarm {
        tail += terms[k];
        k -= 1;
    }
    1 + k
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cutoffs_are_those_of_the_standard() {
        assert_eq!(repetition_cutoff(), 6);
        // critbinom(512, 1/256, 1 - 2^-40), by exact rational arithmetic.
        assert_eq!(proportion_cutoff(), 19);
    }

    #[test]
    fn finds_a_source_that_is_stuck() {
        let error = judge(&[7; 600]).unwrap_err();

        assert!(error.contains("repetition count test: 600 equal bytes"), "{error}");
    }

    #[test]
    fn finds_a_source_that_is_biased() {
        let biased: Vec<u8> =
            (0..1024_u16).map(|n| if n % 16 == 0 { 0 } else { n as u8 }).collect();

        let error = judge(&biased).unwrap_err();

        assert!(error.contains("adaptive proportion test: window 0 has the byte 0"), "{error}");
    }

    #[test]
    fn passes_a_counter() {
        let counter: Vec<u8> = (0..65_536_u32).map(|n| (n % 251) as u8).collect();

        assert_eq!(judge(&counter), Ok(()));
    }
}
