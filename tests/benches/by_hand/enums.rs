//! The open enums of both bodies.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

/// An enum whose strings are told by a `match`; any other is kept.
macro_rules! open_enum {
    ($($name:ident { $($variant:ident = $text:literal),+ $(,)? })+) => {$(
                pub enum $name {
            $($variant,)+
            Unknown(String),
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(match self {
                    $(Self::$variant => $text,)+
                    Self::Unknown(text) => text,
                })
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;

                impl Visitor<'_> for Text {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("a string")
                    }

                    fn visit_str<E>(self, text: &str) -> Result<$name, E> {
                        Ok(match text {
                            $($text => $name::$variant,)+
                            other => $name::Unknown(other.to_owned()),
                        })
                    }
                }

                deserializer.deserialize_str(Text)
            }
        }
    )+};
}

open_enum! {
    KycRequestEventType {
        KycRequestAttempted = "kyc-request-attempted",
        KycRequestFailed = "kyc-request-failed",
        KycRequestFulfilled = "kyc-request-fulfilled",
        KycRequestPartiallyFulfilled = "kyc-request-partially-fulfilled",
    }
    PaymentMethod {
        PaymentCard = "payment-card",
        Ach = "ach",
        Cash = "cash",
        Check = "check",
        Paypal = "paypal",
        AdvCash = "AdvCash",
        Aera = "Aera",
        Affirm = "Affirm",
        Afterpay = "Afterpay",
        Aircash = "Aircash",
        Airpay = "Airpay",
        AlfaClick = "Alfa-click",
        Alipay = "Alipay",
        AmazonPay = "AmazonPay",
        ApplePay = "Apple Pay",
        AstroPayCard = "AstroPay Card",
        AstroPayGo = "AstroPay-GO",
        BankSend = "BankSEND",
        BankReferenced = "BankReferenced",
        BankTransfer = "bank-transfer",
        BankTransfer2 = "bank-transfer-2",
        BankTransfer3 = "bank-transfer-3",
        BankTransfer4 = "bank-transfer-4",
        BankTransfer5 = "bank-transfer-5",
        BankTransfer6 = "bank-transfer-6",
        BankTransfer7 = "bank-transfer-7",
        BankTransfer8 = "bank-transfer-8",
        BankTransfer9 = "bank-transfer-9",
        Baloto = "Baloto",
        Beeline = "Beeline",
        BelfiusDirectNet = "Belfius-direct-net",
        Bitcoin = "bitcoin",
        Bizum = "Bizum",
        Blik = "Blik",
        Boleto = "Boleto",
        Boleto2 = "Boleto-2",
        Boleto3 = "Boleto-3",
        CashDeposit = "cash-deposit",
        CasHlib = "CASHlib",
        CashToCode = "CashToCode",
        CcAvenue = "CCAvenue",
        ChinaUnionPay = "China UnionPay",
        Clearpay = "Clearpay",
        Cleo = "Cleo",
        CodVoucher = "CODVoucher",
        ConektaOxxo = "Conekta-oxxo",
        ConektaSpei = "Conekta-spei",
        Cryptocurrency = "cryptocurrency",
        CuponDePagos = "Cupon-de-pagos",
        CyberSource = "CyberSource",
        DimocoPaySmart = "Dimoco-pay-smart",
        Directa24Card = "Directa24Card",
        DomesticCards = "domestic-cards",
        Efecty = "Efecty",
        Echeck = "echeck",
        EcoPayz = "ecoPayz",
        EcoPayzTurkey = "ecoPayzTurkey",
        EcoVoucher = "ecoVoucher",
        Eps = "EPS",
        EPayBg = "ePay.bg",
        Ethereum = "Ethereum",
        EWallet = "e-wallet",
        EzyEft = "ezyEFT",
        EZeeWallet = "eZeeWallet",
        FasterPay = "FasterPay",
        Flexepin = "Flexepin",
        Giropay = "Giropay",
        GooglePay = "Google Pay",
        Gpaysafe = "Gpaysafe",
        ICashOneVoucher = "iCashOne Voucher",
        IDebit = "iDebit",
        IDeal = "iDEAL",
        IngHomepay = "ING-homepay",
        InovapayPin = "INOVAPAY-pin",
        InovapayWallet = "INOVAPAY-wallet",
        InstaDebit = "InstaDebit",
        InstantPayments = "InstantPayments",
        InstantBankTransfer = "instant-bank-transfer",
        InteracOnline = "Interac-online",
        InteracETransfer = "Interac-eTransfer",
        InteracExpressConnect = "Interac-express-connect",
        Interac = "Interac",
        Invoice = "invoice",
        IWallet = "iWallet",
        Jeton = "Jeton",
        JetonCash = "JetonCash",
        Jpay = "jpay",
        KakaoPay = "KakaoPay",
        Khelocard = "Khelocard",
        Klarna = "Klarna",
        Knot = "KNOT",
        Litecoin = "Litecoin",
        Loonie = "loonie",
        LpgOnline = "LPG-online",
        LpgPaymentCard = "LPG-payment-card",
        Matrix = "Matrix",
        MaxiCash = "MaxiCash",
        Megafon = "Megafon",
        MercadoPago = "MercadoPago",
        MiFinityEWallet = "MiFinity-eWallet",
        Miscellaneous = "miscellaneous",
        MobilePay = "MobilePay",
        Mollie = "Mollie",
        Multibanco = "Multibanco",
        Bancontact = "Bancontact",
        BancontactMobile = "Bancontact-mobile",
        Mts = "MTS",
        MuchBetter = "MuchBetter",
        MuchBetterVoucher = "MuchBetterVoucher",
        MyFatoorah = "MyFatoorah",
        Neosurf = "Neosurf",
        Netbanking = "Netbanking",
        Neteller = "Neteller",
        NordeaSolo = "Nordea-Solo",
        NordikCoin = "NordikCoin",
        OchaPay = "OchaPay",
        OnlineBankTransfer = "online-bank-transfer",
        Onlineueberweisen = "Onlineueberweisen",
        OrientalWallet = "oriental-wallet",
        Oxxo = "OXXO",
        P24 = "P24",
        Pagadito = "Pagadito",
        PagoEffectivo = "PagoEffectivo",
        PagsmileLottery = "Pagsmile-lottery",
        PagsmileDepositExpress = "Pagsmile-deposit-express",
        PayCash = "PayCash",
        Payco = "Payco",
        Payeer = "Payeer",
        PaymentAsiaCrypto = "PaymentAsia-crypto",
        Paysafecard = "Paysafecard",
        PayTabs = "PayTabs",
        Pay4Fun = "Pay4Fun",
        Paynote = "Paynote",
        Paymero = "Paymero",
        PaymeroQr = "Paymero-QR",
        PayU = "PayU",
        PayULatam = "PayULatam",
        PerfectMoney = "Perfect-money",
        Piastrix = "Piastrix",
        Pix = "PIX",
        PinPay = "PinPay",
        Phone = "phone",
        PhonePe = "PhonePe",
        PoLi = "POLi",
        PostFinanceCard = "PostFinance-card",
        PostFinanceEFinance = "PostFinance-e-finance",
        Qiwi = "QIWI",
        QPay = "QPay",
        QqPay = "QQPay",
        Quickpay = "Quickpay",
        RapydCheckout = "rapyd-checkout",
        RebillyHostedPaymentForm = "rebilly-hosted-payment-form",
        Resurs = "Resurs",
        ReverseWithdrawal = "reverse-withdrawal",
        Ripple = "Ripple",
        SafetyPay = "SafetyPay",
        SamsungPay = "Samsung Pay",
        Sepa = "SEPA",
        Siirto = "Siirto",
        Skrill = "Skrill",
        SkrillRapidTransfer = "Skrill Rapid Transfer",
        SmsVoucher = "SMSVoucher",
        Sofort = "Sofort",
        SparkPay = "SparkPay",
        Spei = "SPEI",
        SwiftDbt = "swift-dbt",
        Tele2 = "Tele2",
        Telr = "Telr",
        TerminalyRf = "Terminaly-RF",
        Tether = "Tether",
        ToditoCashCard = "ToditoCash-card",
        Trustly = "Trustly",
        Tupay = "Tupay",
        Twint = "TWINT",
        UniCrypt = "UniCrypt",
        UPayCard = "UPayCard",
        Upi = "UPI",
        UsdCoin = "USD-coin",
        VCreditos = "VCreditos",
        VegaWallet = "VegaWallet",
        VenusPoint = "VenusPoint",
        Viva = "Viva",
        Voucher = "voucher",
        Voucher2 = "voucher-2",
        Voucher3 = "voucher-3",
        Voucher4 = "voucher-4",
        Wallet88 = "Wallet88",
        Webmoney = "Webmoney",
        Webpay = "Webpay",
        Webpay2 = "Webpay-2",
        WebpayCard = "Webpay Card",
        WeChatPay = "WeChat Pay",
        XPayP2p = "XPay-P2P",
        XPayQr = "XPay-QR",
        YandexMoney = "Yandex-money",
        Zotapay = "Zotapay",
        Zimpler = "Zimpler",
        Zip = "Zip",
    }
    TaxNumberType {
        EuVat = "eu-vat",
        Other = "other",
    }
    LeadSourceLinkRel {
        Self_ = "self",
        Customer = "customer",
    }
    CompanyLinkRel {
        Linkedin = "linkedin",
    }
    TagType {
        Customer = "customer",
        KycDocument = "kyc-document",
        AmlCheck = "aml-check",
    }
    TagLinkRel {
        Self_ = "self",
    }
    CustomerLinkRel {
        Self_ = "self",
        Attachments = "attachments",
        DefaultPaymentInstrument = "defaultPaymentInstrument",
        LeadSource = "leadSource",
        Website = "website",
    }
    KycDocumentType {
        IdentityProof = "identity-proof",
        AddressProof = "address-proof",
        FundsProof = "funds-proof",
        PurchaseProof = "purchase-proof",
        CreditFileProof = "credit-file-proof",
    }
    KycDocumentSubtype {
        Passport = "passport",
        IdCard = "id-card",
        DriverLicense = "driver-license",
        BirthCertificate = "birth-certificate",
        UtilityBill = "utility-bill",
        RentalReceipt = "rental-receipt",
        LeaseAgreement = "lease-agreement",
        CopyCreditCard = "copy-credit-card",
        CreditCardStatement = "credit-card-statement",
        BankStatement = "bank-statement",
        InheritanceDocumentation = "inheritance-documentation",
        TaxReturn = "tax-return",
        SalarySlip = "salary-slip",
        SaleOfAssets = "sale-of-assets",
        PublicHealthCard = "public-health-card",
        ProofOfAgeCard = "proof-of-age-card",
        ReverseOfId = "reverse-of-id",
        PublicService = "public-service",
        EwalletHolderDetails = "ewallet-holder-details",
        EwalletTransactionStatement = "ewallet-transaction-statement",
        MarriageCertificate = "marriage-certificate",
        FirearmsLicense = "firearms-license",
        InsuranceLetter = "insurance-letter",
        IncomeStatement = "income-statement",
        DebtorsLetter = "debtors-letter",
        Other = "other",
    }
    KycRequestStatus {
        Gathering = "gathering",
        Attempted = "attempted",
        Partial = "partial",
        PendingReview = "pending-review",
        Fulfilled = "fulfilled",
        Failed = "failed",
        Abandoned = "abandoned",
        Expired = "expired",
    }
    KycRequestLinkRel {
        Self_ = "self",
        Documents = "documents",
        Gatherer = "gatherer",
    }
    KycRequestEventLinkRel {
        Customer = "customer",
        KycRequest = "kycRequest",
    }
    KycDocumentEventType {
        KycDocumentAccepted = "kyc-document-accepted",
        KycDocumentCreated = "kyc-document-created",
        KycDocumentModified = "kyc-document-modified",
        KycDocumentRejected = "kyc-document-rejected",
        KycDocumentReviewed = "kyc-document-reviewed",
        KycDocumentArchived = "kyc-document-archived",
    }
    VaultedPaymentMethod {
        PaymentCard = "payment-card",
        Ach = "ach",
        Paypal = "paypal",
    }
    KycDocumentStatus {
        Pending = "pending",
        InProgress = "in-progress",
        Accepted = "accepted",
        Rejected = "rejected",
        Archived = "archived",
    }
    KycDocumentRejectionType {
        DocumentUnreadable = "document-unreadable",
        DocumentExpired = "document-expired",
        DocumentWasValidButExpired = "document-was-valid-but-expired",
        DocumentNotMatching = "document-not-matching",
        DocumentDuplicate = "document-duplicate",
        DocumentInvalid = "document-invalid",
        DocumentNotOpen = "document-not-open",
        UnderagePerson = "underage-person",
        ThirdPartyOrMismatch = "third-party-or-mismatch",
        ExpirationDateMissing = "expiration-date-missing",
        IssueDateMissing = "issue-date-missing",
        SubtypeMissing = "subtype-missing",
        DobMismatch = "dob-mismatch",
        NameMismatch = "name-mismatch",
        NameAndDobMismatch = "name-and-dob-mismatch",
        CriticalInfoMissing = "critical-info-missing",
        OldAddressOnId = "old-address-on-id",
        TamperedDocument = "tampered-document",
        Other = "other",
    }
    KycDocumentCheckName {
        City = "city",
        ContainsImage = "containsImage",
        Date = "date",
        DateIsInvalid = "dateIsInvalid",
        DateOfBirth = "dateOfBirth",
        Decision = "decision",
        DocumentSubtype = "documentSubtype",
        ExpirationDate = "expirationDate",
        FirstName = "firstName",
        HasMatchingFaceProof = "hasMatchingFaceProof",
        HasMinimalAge = "hasMinimalAge",
        IsIdentityDocument = "isIdentityDocument",
        IsPublishedOnline = "isPublishedOnline",
        IsTampered = "isTampered",
        IssueDate = "issueDate",
        LastName = "lastName",
        Line1 = "line1",
        MatchesDateOfBirth = "matchesDateOfBirth",
        Phone = "phone",
        PostalCode = "postalCode",
        Region = "region",
    }
    KycDocumentLinkRel {
        Self_ = "self",
        Customer = "customer",
    }
    KycDocumentEventLinkRel {
        Customer = "customer",
        File = "file",
        KycDocument = "kycDocument",
    }
}

pub enum KycMatchLevel {
    Level1,
    Level2,
    Level3,
    Unknown(i64),
}

impl<'de> Deserialize<'de> for KycMatchLevel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match i64::deserialize(deserializer)? {
            1 => Self::Level1,
            2 => Self::Level2,
            3 => Self::Level3,
            other => Self::Unknown(other),
        })
    }
}

impl Serialize for KycMatchLevel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(match self {
            Self::Level1 => 1,
            Self::Level2 => 2,
            Self::Level3 => 3,
            Self::Unknown(number) => *number,
        })
    }
}
