//! What both bodies hold.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::enums::{
    CompanyLinkRel, CustomerLinkRel, LeadSourceLinkRel, TagLinkRel, TagType, TaxNumberType,
};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaxNumber {
    pub r#type: TaxNumberType,
    pub value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_default: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_valid: Option<bool>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeadSource {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affiliate: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_affiliate: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sales_agent: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub click_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referrer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_time: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_time: Option<DateTime<FixedOffset>>,
    #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<LeadSourceLink>>,
}

#[derive(Serialize, Deserialize)]
pub struct LeadSourceLink {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rel: Option<LeadSourceLinkRel>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Company {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_founded: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employees_count: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locality: Option<String>,
    #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<CompanyLink>>,
}

#[derive(Serialize, Deserialize)]
pub struct CompanyLink {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rel: Option<CompanyLinkRel>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerAverageValue {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_usd: Option<f64>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerLifetimeRevenue {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_usd: Option<f64>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tag {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<TagType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_time: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_time: Option<DateTime<FixedOffset>>,
    #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<TagLink>>,
}

#[derive(Serialize, Deserialize)]
pub struct TagLink {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rel: Option<TagLinkRel>,
}

#[derive(Serialize, Deserialize)]
pub struct CustomerLink {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rel: Option<CustomerLinkRel>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerEmbedded {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_payment_instrument: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_source: Option<Map<String, Value>>,
}
