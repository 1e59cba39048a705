//! Which addresses does `CIDR(@network.client.ip, 13.0.0.0/8, 2001:db8::/32)` mean?

use std::{fmt, net::IpAddr};

use rumql_syntax::literal::unescape_name;

/// A call, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cidr {
    /// The attribute that holds the address.
    pub(crate) attribute: String,
    /// The blocks; one at least.
    pub(crate) blocks: Vec<Block>,
}

/// All addresses that begin with the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Block {
    /// One of them, as written.
    pub(crate) address: IpAddr,
    /// How many bits they share.
    pub(crate) bits: u32,
}

impl Cidr {
    /// Reads a call as it is written. `None` without a name or a block, and if a block is none.
    pub(crate) fn parse(call: &str) -> Option<Self> {
        let (_, arguments) = call.split_once('(')?;
        let mut arguments = arguments.strip_suffix(')')?.split(',').map(str::trim);
        let attribute = unescape_name(arguments.next()?);
        let blocks = arguments.map(Block::parse).collect::<Option<Vec<Block>>>()?;
        (!attribute.is_empty() && !blocks.is_empty()).then_some(Self { attribute, blocks })
    }

    /// Whether `text` is an address in one of the blocks.
    pub(crate) fn holds(&self, text: &str) -> bool {
        text.parse().is_ok_and(|address| self.blocks.iter().any(|block| block.holds(address)))
    }
}

impl Block {
    /// `13.0.0.0/8`; an address alone is a block of one.
    fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let most = width(address);
        let bits = match bits {
            // `parse` would also take a sign.
            Some(bits) if bits.bytes().all(|byte| byte.is_ascii_digit()) => bits.parse().ok()?,
            Some(_) => return None,
            None => most,
        };
        (bits <= most).then_some(Self { address, bits })
    }

    /// Addresses of the other version are in no block of this one.
    fn holds(&self, address: IpAddr) -> bool {
        let differing = match (self.address, address) {
            (IpAddr::V4(a), IpAddr::V4(b)) => (a.to_bits() ^ b.to_bits()).leading_zeros(),
            (IpAddr::V6(a), IpAddr::V6(b)) => (a.to_bits() ^ b.to_bits()).leading_zeros(),
            _ => return false,
        };
        differing >= self.bits
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.bits == width(self.address) {
            true => self.address.fmt(f),
            false => write!(f, "{}/{}", self.address, self.bits),
        }
    }
}

fn width(address: IpAddr) -> u32 {
    if address.is_ipv4() { u32::BITS } else { u128::BITS }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_both_versions() {
        let cidr = Cidr::parse("CIDR( @network.client.ip, 13.1.0.0/8 ,\"2001:db8::/32\",10.0.0.1)").unwrap();
        assert_eq!(cidr.attribute, "@network.client.ip");
        for inside in ["13.0.0.0", "13.255.255.255", "2001:db8::1", "10.0.0.1"] {
            assert!(cidr.holds(inside), "{inside}");
        }
        for outside in ["12.255.255.255", "14.0.0.0", "2001:db9::", "::ffff:13.0.0.1", "10.0.0.2", "", "13"] {
            assert!(!cidr.holds(outside), "{outside}");
        }
        let all = Cidr::parse("CIDR(ip,0.0.0.0/0)").unwrap();
        assert!(all.holds("255.255.255.255") && !all.holds("::1"));
    }

    #[test]
    fn what_is_no_call() {
        for broken in [
            "CIDR()",
            "CIDR(@ip)",
            "CIDR(@ip, )",
            "CIDR(, 1.0.0.0/8)",
            "CIDR(@ip, 1.0.0.0/33)",
            "CIDR(@ip, ::/129)",
            "CIDR(@ip, 1.0.0.0/)",
            "CIDR(@ip, 1.0.0.0/+8)",
            "CIDR(@ip, 1.0.0/8)",
            "CIDR(@ip 1.0.0.0/8)",
            "CIDR",
        ] {
            assert_eq!(Cidr::parse(broken), None, "{broken}");
        }
    }
}
