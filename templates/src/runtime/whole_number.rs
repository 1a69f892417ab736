//! Whole numbers that are not written as integers: the text of a JSON number in, the same number as an integer out.
//!
//! To JSON, `12`, `12.0` and `1.2e1` are one number, and JSON Schema calls it an integer (2020-12, section 4.2.3). serde reads
//! an integer from the first form alone.

/// The longest integer that is made: 20 digits, as `u64::MAX` has.
const DIGITS: i64 = 20;

/// The integer that a number with a fraction or an exponent is, to the digit; `None` for one that has neither, one that is
/// not whole, and one beyond 64 bits.
#[must_use]
pub fn whole_number(json: &str) -> Option<String> {
    let (sign, unsigned) = match json.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", json),
    };
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_number = !whole.is_empty() && [whole, fraction].iter().all(|part| is_digits(part));
    if !is_number || unsigned == whole {
        return None;
    }
    // The number is `digits` times ten to the power of `shift`.
    let digits = format!("{whole}{fraction}");
    let shift = exponent.parse::<i64>().ok()?;
    let shift = shift.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    let significant = digits.trim_end_matches('0');
    let zeros = i64::try_from(digits.len() - significant.len()).ok()?;
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        return Some("0".to_owned());
    }
    let zeros = zeros.checked_add(shift)?;
    let zeros = usize::try_from(zeros).ok().filter(|_| zeros <= DIGITS)?;
    let integer = format!("{sign}{significant}{}", "0".repeat(zeros));
    let fits = integer.parse::<i64>().is_ok() || integer.parse::<u64>().is_ok();
    fits.then_some(integer)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
