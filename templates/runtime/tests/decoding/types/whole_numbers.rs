//! Integers, in whatever notation, as JSON writes integers.

use webhook_runtime::generated::whole_number;

#[test]
fn a_whole_number_is_written_as_an_integer_to_the_digit() {
    for (number, integer) in [
        ("12", "12"),
        ("-12", "-12"),
        ("-0", "0"),
        ("12.0", "12"),
        ("1e2", "100"),
        ("1E+2", "100"),
        ("-1.50e1", "-15"),
        ("1200e-2", "12"),
        ("0.0", "0"),
        ("-0.0", "0"),
        ("0e999999999999", "0"),
        ("0.0012e4", "12"),
        ("9007199254740993.0", "9007199254740993"),
        ("18446744073709551615.00", "18446744073709551615"),
        ("-9223372036854775808.0", "-9223372036854775808"),
        ("1e19", "10000000000000000000"),
    ] {
        assert_eq!(whole_number(number).as_deref(), Some(integer), "{number}");
    }
}

#[test]
fn everything_else_is_left_alone() {
    for other in [
        "1.5",
        "1e-1",
        "12e-2",
        "1e20",
        "18446744073709551616.0",
        "-9223372036854775809.0",
        "1e99999999999999999999",
        "1e-99999999999999999999",
        "1e9223372036854775807",
        "0.1e-9223372036854775808",
        "\"1.0\"",
        "null",
        "{}",
        "",
        "-",
    ] {
        assert_eq!(whole_number(other), None, "{other}");
    }
}
