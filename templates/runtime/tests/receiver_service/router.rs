//! The receiver in axum, at every place where it can be mounted.

use axum::Router;
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::stand_in::{PLAIN, delivery_to, full, receiver};

async fn answer(router: &Router, path: &str) -> (u16, bool) {
    let request = delivery_to(path).body(axum::body::Body::from(PLAIN));
    let response = router.clone().oneshot(request.unwrap()).await.unwrap();
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, body.starts_with(b"{"))
}

#[tokio::test]
async fn a_router_receives_at_its_root_and_at_every_event() {
    let router: Router = receiver().0.into_router();
    assert_eq!(answer(&router, "/").await, (204, false));
    assert_eq!(answer(&router, "/kyc").await, (204, false));
    assert_eq!(answer(&router, "/kyc/").await, (204, false));
    assert_eq!(answer(&router, "/k%79c").await, (204, false));
    assert_eq!(answer(&router, "/user.created").await, (422, true));
    assert_eq!(answer(&router, "/orders%2Fcreate").await, (422, true));
    assert_eq!(answer(&router, "/orders/create").await, (422, true));
    assert_eq!(answer(&router, "/orders/create/").await, (422, true));
    assert_eq!(answer(&router, "/orders/").await, (204, false));
    assert_eq!(answer(&router, "/orders/kyc").await, (404, false));
    assert_eq!(answer(&router, "/a/kyc").await, (404, false));
}

#[tokio::test]
async fn a_name_of_several_segments_has_a_path_of_its_own_whatever_is_in_it() {
    let nested = Router::new().nest("/hooks", receiver().0.into_router());
    for (prefix, router) in [("", receiver().0.into_router()), ("/hooks", nested)] {
        for path in [
            "/orders/create",
            "/carts/create",
            "/%2Fcarts%2Fcreate",
            "/%C3%A4%20b/%7Bc%7D/d%25",
            "/%C3%A4%20b/7/d%25",
            "/%3Aa/%2Ab/",
            "/7/moved",
            "/7/gone/8",
        ] {
            let path = format!("{prefix}{path}");
            assert_eq!(answer(&router, &path).await, (422, true), "{path}");
        }
    }
}

#[tokio::test]
async fn a_router_can_be_nested_and_merged() {
    let nested = Router::new().nest("/webhooks", receiver().0.into_router());
    assert_eq!(answer(&nested, "/webhooks").await, (204, false));
    assert_eq!(answer(&nested, "/webhooks/kyc").await, (204, false));
    assert_eq!(answer(&nested, "/webhooks/user.created").await, (422, true));
    assert_eq!(answer(&nested, "/kyc").await, (404, false));

    // The prefix is not a part of the name, even if it looks like one.
    let namesake = Router::new().nest("/user.created", receiver().0.into_router());
    assert_eq!(answer(&namesake, "/user.created").await, (204, false));

    let merged = Router::new()
        .fallback(|| async { "nobody" })
        .merge(receiver().0.into_router());
    assert_eq!(answer(&merged, "/kyc").await, (204, false));
    assert_eq!(answer(&merged, "/a/b/c").await, (200, false));
}

#[tokio::test]
async fn a_router_at_a_path_takes_the_slash_behind_it_too() {
    for at in ["/webhooks", "/webhooks/"] {
        let own = axum::routing::any(|| async { "own" });
        let router = Router::new()
            .route("/webhooks-health", own.clone())
            .route("/webhooks/health", own)
            .merge(receiver().0.into_router_at(at));
        for path in ["/webhooks", "/webhooks/", "/webhooks/kyc", "/webhooks/kyc/"] {
            assert_eq!(answer(&router, path).await, (204, false), "{at}: {path}");
        }
        let unknown = answer(&router, "/webhooks/user.created").await;
        assert_eq!(unknown, (422, true), "{at}");
        assert_eq!(answer(&router, "/kyc").await, (404, false), "{at}");
        for path in ["/webhooks-health", "/webhooks/health"] {
            assert_eq!(answer(&router, path).await, (200, false), "{at}: {path}");
        }
    }
    let router: Router = receiver().0.into_router_at("/");
    assert_eq!(answer(&router, "/kyc").await, (204, false));
}

#[tokio::test]
async fn a_router_goes_with_any_state() {
    let router: Router<u8> = Router::new().nest("/webhooks", receiver().0.into_router());
    assert_eq!(
        answer(&router.with_state(7), "/webhooks/kyc").await,
        (204, false)
    );
}

#[tokio::test]
async fn the_service_itself_can_be_mounted_too() {
    let nested = Router::new().nest_service("/webhooks", receiver().0);
    for path in ["/webhooks", "/webhooks/", "/webhooks/kyc", "/webhooks/kyc/"] {
        assert_eq!(answer(&nested, path).await, (204, false), "{path}");
    }
    assert_eq!(
        answer(&nested, "/webhooks/orders/create").await,
        (422, true)
    );

    let fallback = Router::new().fallback_service(receiver().0);
    for path in ["/", "/any/where", "/any/where/kyc"] {
        assert_eq!(answer(&fallback, path).await, (204, false), "{path}");
    }
    assert_eq!(answer(&fallback, "/any/user.created").await, (422, true));

    let routed = Router::new().route_service("/hooks/{name}", receiver().0);
    assert_eq!(answer(&routed, "/hooks/kyc").await, (204, false));
}

#[tokio::test]
async fn axum_leaves_methods_to_the_receiver() {
    let router: Router = receiver().0.into_router();
    let request = delivery_to("/kyc").method("GET").body(full("")).unwrap();
    let response = router.oneshot(request).await.unwrap();
    assert_eq!(response.status(), 405);
    assert_eq!(response.headers()["allow"], "POST");
}
