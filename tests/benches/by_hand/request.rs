//! The body of a KYC request event.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::enums::{
    KycDocumentSubtype, KycDocumentType, KycMatchLevel, KycRequestEventLinkRel,
    KycRequestEventType, KycRequestLinkRel, KycRequestStatus, PaymentMethod,
};
use super::shared::{
    Company, CustomerAverageValue, CustomerEmbedded, CustomerLifetimeRevenue, CustomerLink,
    LeadSource, Tag, TaxNumber,
};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KycRequestEvent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kyc_request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_type: Option<KycRequestEventType>,
    #[serde(rename = "_embedded", skip_serializing_if = "Option::is_none")]
    pub embedded: Option<KycRequestEventEmbedded>,
    #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<KycRequestEventLink>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KycRequestEventEmbedded {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<KycRequestCustomer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kyc_request: Option<KycRequest>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KycRequestCustomer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_payment_instrument: Option<KycRequestCustomerDefaultPaymentInstrument>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_payout_instrument_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_address: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_edd_required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_numbers: Option<Vec<TaxNumber>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_source: Option<LeadSource>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notification_emails: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_time: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_time: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<Company>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub average_value: Option<CustomerAverageValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_count: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_payment_time: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifetime_revenue: Option<CustomerLifetimeRevenue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_count: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_fulfilled_kyc: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<CustomerLink>>,
    #[serde(rename = "_embedded", skip_serializing_if = "Option::is_none")]
    pub embedded: Option<CustomerEmbedded>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KycRequestCustomerDefaultPaymentInstrument {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<PaymentMethod>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_instrument_id: Option<String>,
    #[serde(flatten)]
    pub additional_properties: Map<String, Value>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KycRequest {
    pub customer_id: String,
    pub documents: Vec<RequestedDocument>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_level: Option<KycMatchLevel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_time: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<KycRequestStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_time: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_time: Option<DateTime<FixedOffset>>,
    #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<KycRequestLink>>,
    #[serde(rename = "_embedded", skip_serializing_if = "Option::is_none")]
    pub embedded: Option<KycRequestEmbedded>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestedDocument {
    pub r#type: KycDocumentType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtypes: Option<Vec<Option<KycDocumentSubtype>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_attempts: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub face_proof_required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub face_liveness_required: Option<bool>,
}

#[derive(Serialize, Deserialize)]
pub struct KycRequestLink {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rel: Option<KycRequestLinkRel>,
}

#[derive(Serialize, Deserialize)]
pub struct KycRequestEmbedded {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documents: Option<Vec<Value>>,
}

#[derive(Serialize, Deserialize)]
pub struct KycRequestEventLink {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rel: Option<KycRequestEventLinkRel>,
}
