//! API keys, HTTP basic, and several schemes at once.

use rebilly_kyc_webhooks::runtime::security::{ApiKey, BasicCredentials, JwtVerifier};

use crate::credentials::{
    API_KEY, BASIC, JWT, KEY, PASSWORD, TOKEN_SECRET, USER, basic, plain, right_basic,
};
use crate::door::{Door, WAYS};
use crate::tokens::right_token;

const BASIC_CHALLENGE: &str = r#"Basic realm="webhooks", charset="UTF-8""#;

#[tokio::test]
async fn the_right_api_key_is_let_in() {
    let door = Door::open().await;
    assert_eq!(door.post(plain().with_key()).await.status, 204);
    // Names of headers have no case, and the space around a value is none of its own.
    let spaced = plain().header("reb-apikey", format!("  {KEY} "));
    assert_eq!(door.over_socket(&spaced).await.status, 204);
    let notes = door.inbox.take();
    assert_eq!(notes.len(), WAYS + 1);
    assert!(notes.iter().all(|note| note.schemes == [API_KEY]));
}

#[tokio::test]
async fn every_other_api_key_is_refused() {
    let door = Door::open().await;
    let longer = format!("{KEY}0");
    for key in [
        b"".as_slice(),
        b"wrong",
        KEY.to_lowercase().as_bytes(),
        longer.as_bytes(),
        &KEY.as_bytes()[1..],
        &KEY.as_bytes()[..KEY.len() - 1],
        KEY.repeat(2).as_bytes(),
        b"k\xff\xfe\x80y",
        "schlüssel".as_bytes(),
        b"\xff",
    ] {
        let answer = door.post(plain().header("reb-apikey", key)).await;
        assert_eq!(answer.status, 401, "{key:?}");
    }
    let twice = plain().with_key().with_key();
    assert_eq!(door.post(twice).await.status, 401);
    let elsewhere = plain().to(format!("/webhooks?REB-APIKEY={KEY}"));
    assert_eq!(door.post(elsewhere).await.status, 401);
    let cookie = plain().header("cookie", format!("REB-APIKEY={KEY}"));
    assert_eq!(door.post(cookie).await.status, 401);
    assert_eq!(door.inbox.count(), 0);
}

#[tokio::test]
async fn a_key_of_other_bytes_than_ascii_is_a_key() {
    let key = "schlüssel".as_bytes();
    let door =
        Door::with(|builder| builder.secret_api_key(ApiKey::new(key).or(&[0xff_u8, 0x80][..])))
            .await;
    for (shown, status) in [
        (key, 204),
        (b"\xff\x80", 204),
        (b"\xff\x81", 401),
        ("schlussel".as_bytes(), 401),
        // The same text in Latin-1.
        (b"schl\xfcssel", 401),
    ] {
        let answer = door.post(plain().header("reb-apikey", shown)).await;
        assert_eq!(answer.status, status, "{shown:?}");
    }
}

#[tokio::test]
async fn the_right_user_and_password_are_let_in() {
    assert!(PASSWORD.contains(':'));
    let door = Door::open().await;
    for scheme in ["Basic", "basic", "BASIC"] {
        let value = right_basic().replacen("Basic", scheme, 1);
        assert_eq!(door.post(plain().authorized(value)).await.status, 204);
    }
    let notes = door.inbox.take();
    assert_eq!(notes.len(), 3 * WAYS);
    assert!(notes.iter().all(|note| note.schemes == [BASIC]));
}

#[tokio::test]
async fn every_other_user_or_password_is_refused() {
    let door = Door::open().await;
    let encoded = right_basic();
    let wrong = [
        basic(format!("{USER}:wrong")),
        basic(format!("wrong:{PASSWORD}")),
        basic(format!("{USER}:{}", PASSWORD.trim_end_matches(':'))),
        basic(format!("{USER}:{}", PASSWORD.split(':').next().unwrap())),
        basic(format!("{USER}:")),
        basic(format!(":{PASSWORD}")),
        // No colon at all.
        basic(USER),
        basic(format!("{USER}{}", PASSWORD.replace(':', ""))),
        basic(""),
        basic(":"),
        basic(b"\xff\xfe:\x80"),
        basic(format!("{USER}:{PASSWORD}\0")),
        // No base64.
        "Basic".to_owned(),
        "Basic ".to_owned(),
        "Basic !!!!".to_owned(),
        format!("{encoded}!"),
        format!("{encoded}="),
        encoded[..encoded.len() - 2].to_owned(),
        format!("Basic {USER}:{PASSWORD}"),
        // Another scheme, or none.
        encoded.replacen("Basic", "Bearer", 1),
        encoded.replacen("Basic", "Digest", 1),
        encoded.replacen("Basic ", "", 1),
        encoded.replacen("Basic ", "Basic", 1),
    ];
    for value in wrong {
        let answer = door.post(plain().authorized(&value)).await;
        assert_eq!(answer.status, 401, "{value}");
    }
    let twice = plain().authorized(right_basic()).authorized(right_basic());
    assert_eq!(door.post(twice).await.status, 401);
    let both = plain()
        .authorized(right_basic())
        .authorized(format!("Bearer {}", right_token()));
    assert_eq!(door.post(both).await.status, 401);
    assert_eq!(door.inbox.count(), 0);
}

#[tokio::test]
async fn without_a_credential_both_challenges_are_made() {
    let door = Door::open().await;
    let answer = door.post(plain()).await;
    assert_eq!(answer.status, 401);
    assert_eq!(
        answer.header("www-authenticate"),
        [r#"Bearer realm="webhooks""#, BASIC_CHALLENGE]
    );
    assert_eq!(answer.problem("code"), "unauthenticated");
    assert_eq!(door.inbox.count(), 0);
}

#[tokio::test]
async fn one_scheme_that_holds_is_enough() {
    let door = Door::open().await;
    let token = format!("Bearer {}", right_token());
    for (post, scheme) in [
        (plain().with_key().authorized("Bearer wrong"), API_KEY),
        (plain().with_key().authorized("Basic wrong"), API_KEY),
        (plain().with_key().authorized("Other scheme"), API_KEY),
        (
            plain().header("reb-apikey", "wrong").authorized(&token),
            JWT,
        ),
        (plain().header("reb-apikey", "").authorized(&token), JWT),
        (
            plain()
                .header("reb-apikey", "wrong")
                .authorized(right_basic()),
            BASIC,
        ),
        (plain().with_key().authorized(&token), API_KEY),
        (plain().with_key().with_key().authorized(&token), JWT),
    ] {
        let answer = door.post(post).await;
        assert_eq!(answer.status, 204, "{scheme}: {answer:?}");
        for note in door.inbox.take() {
            assert_eq!(note.schemes, [scheme]);
        }
    }
    let both_wrong = plain()
        .header("reb-apikey", "wrong")
        .authorized("Bearer wrong");
    assert_eq!(door.post(both_wrong).await.status, 401);
    assert_eq!(door.inbox.count(), 0);
}

#[tokio::test]
async fn a_scheme_without_keys_admits_nobody() {
    let token = format!("Bearer {}", right_token());
    let posts = || {
        [
            (API_KEY, plain().with_key()),
            (JWT, plain().authorized(&token)),
            (BASIC, plain().authorized(right_basic())),
        ]
    };
    let doors = [
        (
            API_KEY,
            Door::with(|builder| builder.secret_api_key(ApiKey::new(KEY))).await,
        ),
        (
            JWT,
            Door::with(|builder| builder.jwt(JwtVerifier::hs256(TOKEN_SECRET).unwrap())).await,
        ),
        (
            BASIC,
            Door::with(|builder| builder.service_credential(BasicCredentials::new(USER, PASSWORD)))
                .await,
        ),
    ];
    for (configured, door) in doors {
        for (shown, post) in posts() {
            let status = if shown == configured { 204 } else { 401 };
            let answer = door.post(post).await;
            assert_eq!(
                answer.status, status,
                "{shown} shown, {configured} configured"
            );
        }
        assert_eq!(door.inbox.count(), WAYS);
    }
}

#[tokio::test]
async fn empty_keys_match_nothing() {
    let door = Door::open().await;
    for post in [
        plain(),
        plain().header("reb-apikey", ""),
        plain().authorized(basic(":")),
        plain().authorized("Basic "),
    ] {
        assert_eq!(door.post(post).await.status, 401);
    }
    assert_eq!(door.inbox.count(), 0);
}
