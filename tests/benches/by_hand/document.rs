//! The body of a KYC document event.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::enums::{
    KycDocumentCheckName, KycDocumentEventLinkRel, KycDocumentEventType, KycDocumentLinkRel,
    KycDocumentRejectionType, KycDocumentStatus, KycDocumentSubtype, KycDocumentType,
    KycMatchLevel, PaymentMethod, VaultedPaymentMethod,
};
use super::shared::{
    Company, CustomerAverageValue, CustomerEmbedded, CustomerLifetimeRevenue, CustomerLink,
    LeadSource, Tag, TaxNumber,
};
use super::unions::{KycDocument, PaymentInstrument};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KycDocumentEvent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kyc_document_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_type: Option<KycDocumentEventType>,
    #[serde(rename = "_embedded", skip_serializing_if = "Option::is_none")]
    pub embedded: Option<KycDocumentEventEmbedded>,
    #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<KycDocumentEventLink>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KycDocumentEventEmbedded {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<KycDocumentCustomer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kyc_document: Option<KycDocument>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KycDocumentCustomer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_payment_instrument: Option<PaymentInstrument>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_payout_instrument_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_address: Option<ContactObject>,
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
pub struct VaultedInstrument {
    pub method: VaultedPaymentMethod,
    pub payment_instrument_id: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AlternativeInstrument {
    pub method: PaymentMethod,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_instrument_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContactObject {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address2: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_numbers: Option<Vec<PhoneNumber>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emails: Option<Vec<Email>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dob: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub struct PhoneNumber {
    pub label: String,
    pub value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary: Option<bool>,
}

#[derive(Serialize, Deserialize)]
pub struct Email {
    pub label: String,
    pub value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary: Option<bool>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentityProof {
    pub file_ids: Vec<String>,
    pub document_type: KycDocumentType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_subtype: Option<KycDocumentSubtype>,
    pub customer_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_level: Option<KycMatchLevel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<KycDocumentStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejection_reason: Option<KycDocumentRejection>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_time: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_time: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processed_time: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewer_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewer_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_start_time: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_time: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
    #[serde(rename = "_embedded", skip_serializing_if = "Option::is_none")]
    pub embedded: Option<KycDocumentEmbedded>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_matches: Option<IdentityMatchResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parsed_data: Option<IdentityMatchResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<KycSettingsIdentity>,
    #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<KycDocumentLink>>,
}

#[derive(Serialize, Deserialize)]
pub struct KycDocumentRejection {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<KycDocumentRejectionType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub struct KycDocumentEmbedded {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<Value>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentityMatchResult {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_list: Option<Vec<KycDocumentCheck>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<KycIdentityMatches>,
}

#[derive(Serialize, Deserialize)]
pub struct KycDocumentCheck {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<KycDocumentCheckName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KycIdentityMatches {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contains_image: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_identity_document: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_published_online: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matching_images: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_date: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue_date: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_minimal_age: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nationality: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuance_country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuance_region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mrz_checksum_valid: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_subtype: Option<KycDocumentSubtype>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_matching_face_proof: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_tampered: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_digitally_tampered: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_photocopy: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_completed_face_liveness: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry_date: Option<DateTime<FixedOffset>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KycSettingsIdentity {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weights: Option<KycIdentityWeights>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thresholds: Option<KycScoreThresholds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_age_settings: Option<KycMinimumAgeSettings>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KycIdentityWeights {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contains_image: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_identity_document: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_published_online: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_date: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue_date: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_minimal_age: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_matching_face_proof: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nationality: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_subtype: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_tampered: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_photocopy: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mrz_checksum: Option<i64>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KycScoreThresholds {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reject_below: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept_above: Option<i64>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KycMinimumAgeSettings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_minimum_age: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_overrides: Option<Vec<KycMinimumAgeOverride>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KycMinimumAgeOverride {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_age: Option<i64>,
}

#[derive(Serialize, Deserialize)]
pub struct KycDocumentLink {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rel: Option<KycDocumentLinkRel>,
}

#[derive(Serialize, Deserialize)]
pub struct KycDocumentEventLink {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rel: Option<KycDocumentEventLinkRel>,
}
