//! Numbers as JSON writes them: a number in any notation in, the integer that it is out.

/// The longest integer that is made: 20 digits, as `u64::MAX` has.
const DIGITS: i64 = 20;

/// The integer that a JSON number is, to the digit, as JSON writes integers; `None` for one that is
/// not whole, and one beyond 64 bits.
#[must_use]
pub fn whole_number(json: &str) -> Option<String> {
    let (sign, unsigned) = match json.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", json),
    };
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() || ![whole, fraction].iter().all(|part| is_digits(part)) {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() && whole.bytes().all(|digit| digit == b'0') {
        return Some("0".to_owned());
    }
    // The number is `whole` and `fraction`, as one, times ten to the power of `shift`.
    let shift = exponent.parse::<i64>().ok()?;
    let shift = shift.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    let zeros = i64::try_from(digits.len() - significant.len()).ok()?;
    let zeros = zeros.checked_add(shift)?;
    let zeros = usize::try_from(zeros).ok().filter(|_| zeros <= DIGITS)?;
    let significant = significant.trim_start_matches('0');
    let integer = format!("{sign}{significant}{}", "0".repeat(zeros));
    let fits = integer.parse::<i64>().is_ok() || integer.parse::<u64>().is_ok();
    fits.then_some(integer)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
