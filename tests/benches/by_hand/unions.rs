//! The unions, told by a tag that is read before the variant.

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error};
use serde_json::Value;
use serde_json::value::RawValue;

use super::document::{AlternativeInstrument, IdentityProof, VaultedInstrument};

#[derive(Serialize)]
#[serde(untagged)]
pub enum KycDocument {
    IdentityProof(Box<IdentityProof>),
    Other(Value),
}

#[derive(serde::Deserialize)]
struct DocumentTag<'j> {
    #[serde(rename = "documentType")]
    document_type: &'j str,
}

impl<'de> Deserialize<'de> for KycDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = <&'de RawValue>::deserialize(deserializer)?.get();
        let tag: DocumentTag<'_> = serde_json::from_str(json).map_err(D::Error::custom)?;
        match tag.document_type {
            "identity-proof" => serde_json::from_str(json).map(Self::IdentityProof),
            _ => serde_json::from_str(json).map(Self::Other),
        }
        .map_err(D::Error::custom)
    }
}

#[derive(Serialize)]
#[serde(untagged)]
pub enum PaymentInstrument {
    Vaulted(Box<VaultedInstrument>),
    Alternative(Box<AlternativeInstrument>),
}

#[derive(serde::Deserialize)]
struct InstrumentTag<'j> {
    method: &'j str,
    #[serde(rename = "paymentInstrumentId")]
    payment_instrument_id: Option<&'j str>,
}

impl<'de> Deserialize<'de> for PaymentInstrument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = <&'de RawValue>::deserialize(deserializer)?.get();
        let tag: InstrumentTag<'_> = serde_json::from_str(json).map_err(D::Error::custom)?;
        match (tag.method, tag.payment_instrument_id) {
            ("payment-card" | "ach" | "paypal", Some(_)) => {
                serde_json::from_str(json).map(Self::Vaulted)
            }
            _ => serde_json::from_str(json).map(Self::Alternative),
        }
        .map_err(D::Error::custom)
    }
}
