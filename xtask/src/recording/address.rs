//! Where deliveries are taken and where they go: this machine alone, unless told otherwise.
//!
//! In: addresses and URLs as they were typed. Out: the same, or why they are refused; and the URL of
//! one delivery.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};

use ureq::http::Uri;

use crate::characters::shown;

/// The addresses to listen at, all of this machine unless `allow_remote`. A port alone is one of
/// 127.0.0.1.
///
/// # Errors
///
/// It is no address, or one that others reach.
pub(super) fn listen_addresses(text: &str, allow_remote: bool) -> Result<Vec<SocketAddr>, String> {
    let whole = match text.trim_start_matches(':').parse::<u16>() {
        Ok(port) => format!("127.0.0.1:{port}"),
        Err(_) => text.to_owned(),
    };
    let found = whole.to_socket_addrs().map_err(|error| {
        format!(
            "`{}` is no address to listen at: {error}\n\
             help: give host and port, such as 127.0.0.1:9000; port 0 takes one that is free",
            shown(text)
        )
    })?;
    let found: Vec<SocketAddr> = found.collect();
    if !allow_remote && !found.iter().all(|address| address.ip().is_loopback()) {
        return Err(format!(
            "others reach `{}`, and deliveries are taken from this machine alone\n\
             help: listen at 127.0.0.1, or say `--allow-remote`",
            shown(text)
        ));
    }
    Ok(found)
}

/// Refuses a URL of another machine unless `allow_remote`, and one that is none.
///
/// # Errors
///
/// Why it is refused. The message does not show what stands before an `@`.
pub(super) fn check_target(url: &str, allow_remote: bool) -> Result<(), String> {
    let example = "help: give the whole URL, such as http://127.0.0.1:8080/webhooks";
    let parsed = url
        .parse::<Uri>()
        .map_err(|error| format!("`{}` is not a URL: {error}\n{example}", shown(url)))?;
    let (Some("http" | "https"), Some(authority)) = (parsed.scheme_str(), parsed.authority())
    else {
        return Err(format!(
            "`{}` does not begin with http://\n{example}",
            shown(url)
        ));
    };
    if authority.as_str().contains('@') {
        return Err(format!(
            "the URL has a user or a password in it, which is not sent\n{example}"
        ));
    }
    let host = authority.host();
    if !allow_remote && !is_loopback(host) {
        return Err(format!(
            "`{}` is another machine, and recorded deliveries stay on this one\n\
             help: say `--allow-remote` if they shall go there",
            shown(host)
        ));
    }
    Ok(())
}

/// Whether a host is this machine by its name or address alone: no name is looked up.
fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

/// The URL that a delivery goes to: a URL with a path is it, and without one the path is that of
/// the delivery. `is_named_by_path` says that the path names the event; it then stands behind that
/// of the URL, unless it begins with it. The query of the delivery stays.
pub(super) fn joined(url: &str, target: &str, is_named_by_path: bool) -> String {
    let url = url.split('#').next().unwrap_or_default();
    let (base, own_query) = url
        .split_once('?')
        .map_or((url, None), |(a, b)| (a, Some(b)));
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    };
    let host = base.find("://").map_or(0, |at| at + 3);
    let slash = base.get(host..).and_then(|rest| rest.find('/'));
    let (origin, own_path) = base.split_at(slash.map_or(base.len(), |at| host + at));
    let own_path = own_path.trim_end_matches('/');
    let is_within = path
        .strip_prefix(own_path)
        .is_some_and(|rest| rest.starts_with('/'));
    let whole = match own_path {
        "" => path.to_owned(),
        _ if !is_named_by_path => base.get(origin.len()..).unwrap_or_default().to_owned(),
        _ if is_within || path == own_path => path.to_owned(),
        _ => format!("{own_path}{}", path.trim_end_matches('/')),
    };
    let queries = [own_query, query].into_iter().flatten();
    let queries: Vec<&str> = queries.filter(|query| !query.is_empty()).collect();
    let mark = if queries.is_empty() { "" } else { "?" };
    format!("{origin}{whole}{mark}{}", queries.join("&"))
}

#[cfg(test)]
mod tests {
    use super::{check_target, joined, listen_addresses};

    #[test]
    fn only_this_machine_is_listened_at_and_sent_to_unless_told_otherwise() {
        for here in ["127.0.0.1:0", "[::1]:0", "0", ":0", "127.9.9.9:0"] {
            assert!(listen_addresses(here, false).is_ok(), "{here}");
        }
        for there in ["0.0.0.0:0", "[::]:0", "192.0.2.1:80"] {
            assert!(listen_addresses(there, false).is_err(), "{there}");
            assert!(listen_addresses(there, true).is_ok(), "{there}");
        }
        for here in [
            "http://127.0.0.1:1",
            "http://localhost/a",
            "http://LOCALHOST:8080/a",
            "http://[::1]:1/a",
            "https://127.0.0.2/",
        ] {
            assert_eq!(check_target(here, false), Ok(()), "{here}");
        }
        for there in [
            "http://example.com/",
            "http://localhost.example.com/",
            "http://127.0.0.1.example.com/",
            "http://192.0.2.1/",
            "http://[::ffff:192.0.2.1]/",
        ] {
            assert!(check_target(there, false).is_err(), "{there}");
            assert_eq!(check_target(there, true), Ok(()), "{there}");
        }
        for none in [
            "127.0.0.1:1",
            "ftp://127.0.0.1/",
            "",
            "http://a:b@127.0.0.1/",
        ] {
            assert!(check_target(none, true).is_err(), "{none}");
        }
    }

    #[test]
    fn a_url_with_a_path_is_where_deliveries_go() {
        let base = "http://h:1";
        for (url, target, by_path, whole) in [
            ("http://h:1", "/a/b?c=d", false, "/a/b?c=d"),
            ("http://h:1/", "/a", true, "/a"),
            ("http://h:1/hooks", "/a?c=d", false, "/hooks?c=d"),
            ("http://h:1/hooks/", "/a", false, "/hooks/"),
            ("http://h:1/hooks?k=v", "/a?c=d", false, "/hooks?k=v&c=d"),
            ("http://h:1/hooks", "/sent", true, "/hooks/sent"),
            ("http://h:1/hooks", "/hooks/sent", true, "/hooks/sent"),
            ("http://h:1/hooks", "/hooksent", true, "/hooks/hooksent"),
            ("http://h:1/hooks", "/", true, "/hooks"),
        ] {
            assert_eq!(joined(url, target, by_path), format!("{base}{whole}"));
        }
    }
}
