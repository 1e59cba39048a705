//! Which number is written there, exactly?

use std::{cmp::Ordering, fmt};

/// A decimal number, exact: `mantissa × 10^exponent`, without zeros at the mantissa's end.
/// So `1.50`, `1.5` and `15E-1` are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    mantissa: i128,
    exponent: i32,
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self { mantissa: 0, exponent: 0 };

    /// The number of an integer.
    pub fn from_int(value: i128) -> Self {
        Self { mantissa: value, exponent: 0 }.normal()
    }

    /// Reads an optional sign, digits, an optional fraction and an optional exponent: `-5`,
    /// `2.50`, `1E3`. `None` for anything else (`.5`, `5.`, `1_000`, `0x10`), and past 36
    /// digits or an exponent past ±999.
    pub fn parse(text: &str) -> Option<Self> {
        let (digits, exponent) = match text.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(digits);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || !all_digits(fraction) || whole.len() + fraction.len() > 36 {
            return None;
        }
        if exponent.abs() > 999 {
            return None;
        }
        let magnitude: i128 = format!("{whole}{fraction}").parse().ok()?;
        let mantissa = if digits.starts_with('-') { -magnitude } else { magnitude };
        let exponent = exponent - i32::try_from(fraction.len()).ok()?;
        Some(Self { mantissa, exponent }.normal())
    }

    /// The sum; `None` if it has too many digits.
    pub fn plus(self, other: Self) -> Option<Self> {
        let (high, low) = if self.exponent > other.exponent { (self, other) } else { (other, self) };
        let power = u32::try_from(high.exponent.checked_sub(low.exponent)?).ok()?;
        let scaled = high.mantissa.checked_mul(10_i128.checked_pow(power)?)?;
        Some(Self { mantissa: scaled.checked_add(low.mantissa)?, exponent: low.exponent }.normal())
    }

    /// The product; `None` if it has too many digits.
    pub fn times(self, factor: i128) -> Option<Self> {
        Some(Self { mantissa: self.mantissa.checked_mul(factor)?, ..self }.normal())
    }

    /// The quotient by a positive divisor that is a product of twos and fives; `None` if it
    /// has too many digits or no end.
    pub fn divided_by(self, divisor: i128) -> Option<Self> {
        let (mut mantissa, mut exponent) = (self.mantissa, self.exponent);
        // Each further zero lets the division go on by one decimal place.
        for _ in 0..20 {
            if divisor > 0 && mantissa % divisor == 0 {
                return Some(Self { mantissa: mantissa / divisor, exponent }.normal());
            }
            mantissa = mantissa.checked_mul(10)?;
            exponent -= 1;
        }
        None
    }

    /// The number as an integer, if it is one that fits.
    pub fn to_int(self) -> Option<i128> {
        let power = u32::try_from(self.exponent).ok()?;
        self.mantissa.checked_mul(10_i128.checked_pow(power)?)
    }

    /// The nearest number below or at it, as an integer.
    pub fn floor(self) -> Option<i128> {
        match u32::try_from(-i64::from(self.exponent)) {
            Ok(places) if places > 0 => Some(
                10_i128
                    .checked_pow(places)
                    .map_or(-i128::from(self.mantissa < 0), |power| self.mantissa.div_euclid(power)),
            ),
            _ => self.to_int(),
        }
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    fn normal(mut self) -> Self {
        if self.mantissa == 0 {
            return Self::ZERO;
        }
        while self.mantissa % 10 == 0 {
            self.mantissa /= 10;
            self.exponent += 1;
        }
        self
    }

    /// The decimal digits of the mantissa and where its first digit stands: enough to order.
    fn magnitude(self) -> (i64, String) {
        let digits = self.mantissa.unsigned_abs().to_string();
        (i64::from(self.exponent) + digits.len() as i64, digits)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = self.mantissa.signum().cmp(&other.mantissa.signum());
        if sign != Ordering::Equal || self.mantissa == 0 {
            return sign;
        }
        if self.exponent == other.exponent {
            return self.mantissa.cmp(&other.mantissa);
        }
        // Digits without trailing zeros at the same place order as text.
        let by_size = self.magnitude().cmp(&other.magnitude());
        if self.is_negative() { by_size.reverse() } else { by_size }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let digits = self.mantissa.unsigned_abs().to_string();
        match usize::try_from(-i64::from(self.exponent)) {
            Ok(places) if places > 0 => {
                let padded = format!("{digits:0>width$}", width = places + 1);
                let (whole, fraction) = padded.split_at(padded.len() - places);
                write!(f, "{sign}{whole}.{fraction}")
            }
            _ => write!(f, "{sign}{digits}{}", "0".repeat(self.exponent.unsigned_abs() as usize)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_number_are_equal() {
        let read = |text| Decimal::parse(text).unwrap();
        assert_eq!(read("1.50"), read("15E-1"));
        assert_eq!(read("1E3"), read("1000"));
        assert_eq!(read("-0"), Decimal::ZERO);
        assert_eq!(read("+5"), read("5"));
        for odd in [".5", "5.", "1_000", "1,000", "0x10", "", "-", "1e", "inf", "--5"] {
            assert_eq!(Decimal::parse(odd), None, "{odd}");
        }
    }

    #[test]
    fn numbers_order_exactly() {
        let read = |text| Decimal::parse(text).unwrap();
        let sorted =
            ["-10", "-9.5", "-0.1", "0", "0.05", "0.5", "9007199254740992", "9007199254740993", "1e40"];
        for pair in sorted.windows(2) {
            assert!(read(pair[0]) < read(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn prints_what_parses_back() {
        for text in ["0", "-5", "2.5", "0.05", "1000", "-0.125"] {
            assert_eq!(Decimal::parse(text).unwrap().to_string(), text);
        }
        let sum = Decimal::parse("2.5").unwrap().plus(Decimal::parse("-0.05").unwrap());
        assert_eq!(sum, Decimal::parse("2.45"));
        assert_eq!(Decimal::parse("1e400").unwrap().plus(Decimal::parse("1").unwrap()), None);
        assert_eq!(Decimal::parse("2.5").unwrap().floor(), Some(2));
        assert_eq!(Decimal::parse("-2.5").unwrap().floor(), Some(-3));
    }
}
