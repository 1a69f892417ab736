//! Comparing a tree with a folder, and writing it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use xtask::disk::MAX_FILE_SIZE;
use xtask::output::apply::{OutFolder, report_write};
use xtask::output::{Change, Comparison, Mode, OutputError, OutputTree, header};

fn tree(files: &[(&str, &str)]) -> OutputTree {
    let mut tree = OutputTree::new();
    for (path, text) in files {
        tree.insert(*path, *text).unwrap();
    }
    tree
}

fn compare(tree: &OutputTree, out: &Path) -> Result<Comparison, OutputError> {
    let folder = OutFolder::hold(out, Mode::Check, || {})?;
    folder.compare(tree, MAX_FILE_SIZE)
}

fn write(tree: &OutputTree, comparison: &Comparison, out: &Path) -> Result<(), OutputError> {
    let folder = OutFolder::hold(out, Mode::Write, || {})?;
    folder.write(tree, comparison, header::COMMAND)
}

fn apply(tree: &OutputTree, out: &Path) -> Comparison {
    let comparison = compare(tree, out).unwrap();
    write(tree, &comparison, out).unwrap();
    comparison
}

/// Every path below `root`, with the bytes of files; hidden ones too.
fn contents(root: &Path) -> BTreeMap<String, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/");
            let bytes = path.is_file().then(|| fs::read(&path).unwrap());
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            }
            found.insert(name, bytes);
        }
    }
    found
}

fn make_old(path: &Path) -> SystemTime {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    fs::File::options()
        .append(true)
        .open(path)
        .unwrap()
        .set_modified(time)
        .unwrap();
    time
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

#[test]
fn a_written_folder_agrees() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("new/crate");
    let tree = tree(&[
        ("Cargo.toml", "[package]\n"),
        ("src/lib.rs", "//! Lib.\n"),
        ("src/a/b.rs", ""),
    ]);
    let comparison = apply(&tree, &out);
    assert_eq!(comparison.changes.len(), 3);
    let again = compare(&tree, &out).unwrap();
    assert!(again.agrees(), "{again:?}");
    assert_eq!(again.unchanged, 3);
    for (path, text) in tree.iter() {
        assert_eq!(fs::read_to_string(out.join(path)).unwrap(), text);
    }
}

#[test]
fn nothing_but_the_tree_is_left_after_a_write() {
    let home = tempfile::tempdir().unwrap();
    apply(&tree(&[("src/lib.rs", "")]), home.path());
    let found = contents(home.path());
    assert_eq!(found.keys().collect::<Vec<_>>(), ["src", "src/lib.rs"]);
}

#[test]
fn comparing_touches_nothing() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("crate");
    compare(&tree(&[("src/lib.rs", "")]), &out).unwrap();
    assert!(!out.exists());
}

#[test]
fn a_changed_file_is_updated_and_the_others_keep_their_time() {
    let home = tempfile::tempdir().unwrap();
    let before = tree(&[("src/a.rs", "fn a() {}\n"), ("src/lib.rs", "fn b() {}\n")]);
    apply(&before, home.path());
    let time = make_old(&home.path().join("src/a.rs"));
    make_old(&home.path().join("src/lib.rs"));
    let after = tree(&[("src/a.rs", "fn a() {}\n"), ("src/lib.rs", "fn c() {}\n")]);
    let comparison = apply(&after, home.path());
    assert_eq!(report_write(&comparison), "updated src/lib.rs\n");
    assert_eq!(modified(&home.path().join("src/a.rs")), time);
    assert_ne!(modified(&home.path().join("src/lib.rs")), time);
    assert!(compare(&after, home.path()).unwrap().agrees());
}

#[test]
fn an_orphan_goes_with_the_folders_that_it_leaves_empty() {
    let home = tempfile::tempdir().unwrap();
    apply(
        &tree(&[
            ("src/lib.rs", "mod old;\n"),
            ("src/old/deep/gone.rs", ""),
            ("src/old/deep/mod.rs", "pub(crate) mod gone;\n"),
            ("src/old/mod.rs", "pub mod deep;\n"),
        ]),
        home.path(),
    );
    let comparison = apply(
        &tree(&[("src/lib.rs", "mod old;\n"), ("src/old/mod.rs", "")]),
        home.path(),
    );
    assert_eq!(
        report_write(&comparison),
        "removed src/old/deep/gone.rs\nremoved src/old/deep/mod.rs\nupdated src/old/mod.rs\n"
    );
    assert!(!home.path().join("src/old/deep").exists());
    assert!(home.path().join("src/old/mod.rs").exists());
    apply(&tree(&[("src/lib.rs", "")]), home.path());
    assert!(!home.path().join("src/old").exists());
}

#[test]
fn an_orphan_below_a_line_of_its_owner_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let own = tree(&[("src/lib.rs", "")]);
    apply(&own, home.path());
    let header = fs::read_to_string(home.path().join("src/lib.rs")).unwrap();
    let place = home.path().join("src/types/mine.rs");
    fs::create_dir(home.path().join("src/types")).unwrap();
    fs::write(&place, format!("// mine\n{header}")).unwrap();
    assert_eq!(apply(&own, home.path()).strangers, ["src/types/mine.rs"]);
    assert!(place.exists());
}

#[cfg(unix)]
#[test]
fn what_a_run_that_was_cut_short_left_behind_goes_with_the_next() {
    let home = tempfile::tempdir().unwrap();
    let own = tree(&[("src/lib.rs", "")]);
    apply(&own, home.path());
    let module = own.get("src/lib.rs").unwrap();
    let staged = [("0.new", "half a te"), ("1.old", module)];
    let make = |name: &str, files: &[(&str, &str)], is_old: bool| {
        let folder = home.path().join(name);
        put(&folder, files);
        if is_old {
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
            let folder = fs::File::open(folder).unwrap();
            folder.set_modified(time).unwrap();
        }
    };
    make(".codegen-Ab12Cd", &staged, true);
    make(".codegen-now", &staged, false);
    make(".codegen-own", &[("1.old", "fn mine() {}\n")], true);
    make(".codegen-notes", &[("0.new", ""), ("notes.md", "")], true);
    make(".codegen-of-mine", &staged, true);
    let comparison = compare(&own, home.path()).unwrap();
    assert!(comparison.agrees());
    write(&own, &comparison, home.path()).unwrap();
    assert_eq!(
        report_write(&comparison),
        "removed .codegen-Ab12Cd (left by a run that was cut short)\n\
         removed .codegen-now (left by a run that was cut short)\n"
    );
    let mut left: Vec<String> = fs::read_dir(home.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(
        left,
        [".codegen-notes", ".codegen-of-mine", ".codegen-own", "src"]
    );
}

#[test]
fn strangers_are_named_and_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let first = tree(&[("src/lib.rs", "mod old;\n"), ("src/old/mod.rs", "")]);
    apply(&first, home.path());
    let notes = home.path().join("src/old/notes.txt");
    let image = home.path().join("image.bin");
    fs::write(&notes, "mine\r\n").unwrap();
    fs::write(&image, [0xff, 0xfe, 0x00]).unwrap();
    let time = make_old(&notes);
    make_old(&image);
    let comparison = apply(&tree(&[("src/lib.rs", "")]), home.path());
    assert_eq!(comparison.strangers, ["image.bin", "src/old/notes.txt"]);
    assert!(!comparison.agrees());
    assert_eq!(
        report_write(&comparison),
        "updated src/lib.rs\n\
         removed src/old/mod.rs\n\
         left alone image.bin (not generated by codegen)\n\
         left alone src/old/notes.txt (not generated by codegen)\n"
    );
    assert_eq!(fs::read(&notes).unwrap(), b"mine\r\n");
    assert_eq!(fs::read(&image).unwrap(), [0xff, 0xfe, 0x00]);
    assert_eq!(modified(&notes), time);
    assert_eq!(modified(&image), time);
}

#[test]
fn what_cargo_and_git_leave_is_not_looked_at() {
    let home = tempfile::tempdir().unwrap();
    let tree = tree(&[("src/lib.rs", "")]);
    apply(&tree, home.path());
    for path in [
        "target/debug/build.rs",
        ".git/HEAD",
        "src/.swp",
        "Cargo.lock",
    ] {
        let path = home.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x").unwrap();
    }
    assert!(compare(&tree, home.path()).unwrap().agrees());
    fs::create_dir_all(home.path().join("src/target")).unwrap();
    fs::write(home.path().join("src/target/x"), "x").unwrap();
    assert_eq!(
        compare(&tree, home.path()).unwrap().strangers,
        ["src/target/x"]
    );
}

#[test]
fn a_hidden_file_of_the_tree_is_compared() {
    let home = tempfile::tempdir().unwrap();
    let tree = tree(&[(".gitignore", "/target\n")]);
    apply(&tree, home.path());
    assert_eq!(compare(&tree, home.path()).unwrap().unchanged, 1);
}

#[test]
fn a_fresh_git_repository_is_an_empty_folder() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join(".git")).unwrap();
    fs::write(home.path().join(".git/HEAD"), "ref").unwrap();
    apply(&tree(&[("src/lib.rs", "")]), home.path());
    assert_eq!(fs::read(home.path().join(".git/HEAD")).unwrap(), b"ref");
}

#[test]
fn a_folder_of_someone_else_is_refused() {
    for file in ["Cargo.toml", "notes.txt"] {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join(file), "[package]\n").unwrap();
        let error = compare(&tree(&[("Cargo.toml", "[package]\n")]), home.path()).unwrap_err();
        assert!(
            matches!(&error, OutputError::NotOurs { example, .. } if example == file),
            "{error}"
        );
        assert!(
            error.to_string().contains("\nhelp: choose a folder"),
            "{error}"
        );
    }
}

#[test]
fn the_first_file_that_is_met_tells_a_folder_of_someone_else() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir_all(home.path().join("a/b")).unwrap();
    fs::write(home.path().join("a/b/deep.txt"), "").unwrap();
    let refused = || compare(&tree(&[("Cargo.toml", "")]), home.path()).unwrap_err();
    let error = refused();
    assert!(
        matches!(&error, OutputError::NotOurs { example, .. } if example == "a/b/deep.txt"),
        "{error}"
    );
    fs::write(home.path().join("z.txt"), "").unwrap();
    let error = refused();
    assert!(
        matches!(&error, OutputError::NotOurs { example, .. } if example == "z.txt"),
        "{error}"
    );
}

#[test]
fn folders_without_a_file_are_empty() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir_all(home.path().join("src/a")).unwrap();
    fs::write(home.path().join("Cargo.lock"), "").unwrap();
    let comparison = compare(&tree(&[("Cargo.toml", "")]), home.path()).unwrap();
    assert_eq!(comparison.changes.len(), 1);
}

/// Below `/proc` there are files that nobody can read, and folders that come and go.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_read_below_a_folder_of_someone_else_is_not_looked_at() {
    let error = compare(&tree(&[("Cargo.toml", "")]), Path::new("/proc")).unwrap_err();
    assert!(matches!(&error, OutputError::NotOurs { .. }), "{error}");
}

#[test]
fn another_generated_crate_inside_the_folder_is_not_this_one() {
    let home = tempfile::tempdir().unwrap();
    let shop = tree(&[("Cargo.toml", "[package]\n"), ("src/lib.rs", "")]);
    apply(&shop, &home.path().join("shop"));
    let error = compare(&shop, home.path()).unwrap_err();
    assert!(matches!(&error, OutputError::NotOurs { .. }), "{error}");

    let before = contents(&home.path().join("shop"));
    let bank = home.path().join("bank");
    apply(&tree(&[("Cargo.toml", "[package]\n")]), &bank);
    fs::rename(home.path().join("shop"), bank.join("shop")).unwrap();
    let comparison = apply(
        &tree(&[("Cargo.toml", "[package]\nname = \"bank\"\n")]),
        &bank,
    );
    assert_eq!(comparison.strangers, ["shop/Cargo.toml", "shop/src/lib.rs"]);
    assert_eq!(contents(&bank.join("shop")), before);
}

#[test]
fn a_module_that_a_person_added_is_named_and_one_in_the_way_stops_the_write() {
    let home = tempfile::tempdir().unwrap();
    apply(&tree(&[("src/lib.rs", "")]), home.path());
    fs::create_dir(home.path().join("src/types")).unwrap();
    fs::write(home.path().join("src/types/mine.rs"), "// Mine.\n").unwrap();
    let before = contents(home.path());
    let wider = tree(&[("src/lib.rs", "// More.\n"), ("src/types/mine.rs", "")]);
    let error = compare(&wider, home.path()).unwrap_err();
    assert!(matches!(&error, OutputError::Occupied { .. }), "{error}");
    assert_eq!(contents(home.path()), before);
    let comparison = apply(&tree(&[("Cargo.toml", "")]), home.path());
    assert_eq!(comparison.strangers, ["src/types/mine.rs"]);
    let kept = fs::read_to_string(home.path().join("src/types/mine.rs"));
    assert_eq!(kept.unwrap(), "// Mine.\n");
}

#[test]
fn a_persons_file_is_never_overwritten() {
    let home = tempfile::tempdir().unwrap();
    apply(&tree(&[("src/lib.rs", "")]), home.path());
    for bytes in ["Mine.\n".as_bytes(), &[0xff]] {
        fs::write(home.path().join("README.md"), bytes).unwrap();
        let error =
            compare(&tree(&[("src/lib.rs", ""), ("README.md", "")]), home.path()).unwrap_err();
        assert!(
            matches!(&error, OutputError::Occupied { path, .. } if path.ends_with("README.md")),
            "{error}"
        );
    }
}

#[test]
fn a_folder_or_file_in_the_way_is_refused() {
    let home = tempfile::tempdir().unwrap();
    apply(&tree(&[("src/lib.rs", "")]), home.path());
    fs::create_dir(home.path().join("a.rs")).unwrap();
    fs::write(home.path().join("b"), "x").unwrap();
    for path in ["a.rs", "b/c.rs"] {
        let error = compare(&tree(&[(path, "")]), home.path()).unwrap_err();
        assert!(
            matches!(error, OutputError::Occupied { .. }),
            "{path}: {error}"
        );
    }
    let error = compare(&tree(&[("a.rs", "")]), &home.path().join("b")).unwrap_err();
    assert!(matches!(error, OutputError::Occupied { .. }), "{error}");
}

#[cfg(unix)]
#[test]
fn links_are_neither_followed_nor_replaced() {
    let home = tempfile::tempdir().unwrap();
    let (out, elsewhere) = (home.path().join("out"), home.path().join("elsewhere"));
    let ours = tree(&[("src/lib.rs", "")]);
    apply(&ours, &out);
    apply(&ours, &elsewhere);
    std::os::unix::fs::symlink(&elsewhere, out.join("linked")).unwrap();
    assert_eq!(compare(&ours, &out).unwrap().strangers, ["linked"]);
    let error = compare(&tree(&[("linked/src/lib.rs", "")]), &out).unwrap_err();
    assert!(matches!(error, OutputError::Occupied { .. }), "{error}");
    std::os::unix::fs::symlink(out.join("src/lib.rs"), out.join("a.rs")).unwrap();
    let error = compare(&tree(&[("a.rs", "")]), &out).unwrap_err();
    assert!(matches!(error, OutputError::Occupied { .. }), "{error}");
}

#[test]
fn bytes_are_compared_line_ends_included() {
    let home = tempfile::tempdir().unwrap();
    let tree = tree(&[("src/lib.rs", "fn a() {}\n")]);
    apply(&tree, home.path());
    let text = fs::read_to_string(home.path().join("src/lib.rs")).unwrap();
    fs::write(home.path().join("src/lib.rs"), text.replace('\n', "\r\n")).unwrap();
    let comparison = compare(&tree, home.path()).unwrap();
    assert!(
        matches!(comparison.changes.as_slice(), [Change::Changed { .. }]),
        "{comparison:?}"
    );
    apply(&tree, home.path());
    assert_eq!(
        fs::read_to_string(home.path().join("src/lib.rs")).unwrap(),
        text
    );
}

/// A folder that holds a crate and a stranger, and a comparison that would touch all of it but the
/// manifest and the stranger.
fn half_way(out: &Path) -> (OutputTree, Comparison) {
    apply(
        &tree(&[
            ("Cargo.toml", ""),
            ("src/a.rs", "fn old() {}\n"),
            ("src/gone/mod.rs", ""),
            ("src/lib.rs", "mod gone;\n"),
            ("src/z.rs", "fn old() {}\n"),
        ]),
        out,
    );
    fs::write(out.join("notes.txt"), "mine").unwrap();
    let next = tree(&[
        ("Cargo.toml", ""),
        ("src/a.rs", "fn new() {}\n"),
        ("src/lib.rs", "mod gone;\n"),
        ("src/new/deep/b.rs", ""),
        ("src/z.rs", "fn new() {}\n"),
    ]);
    let comparison = compare(&next, out).unwrap();
    assert_eq!(comparison.changes.len(), 4);
    (next, comparison)
}

#[test]
fn a_move_that_fails_half_way_leaves_the_folder_as_it_was() {
    let home = tempfile::tempdir().unwrap();
    let (next, comparison) = half_way(home.path());
    // The last of the files to be replaced becomes a folder after the comparison.
    fs::remove_file(home.path().join("src/z.rs")).unwrap();
    fs::create_dir(home.path().join("src/z.rs")).unwrap();
    let before = contents(home.path());
    let error = write(&next, &comparison, home.path()).unwrap_err();
    assert!(
        matches!(&error, OutputError::Raced { path } if path.ends_with("src/z.rs")),
        "{error}"
    );
    assert_eq!(contents(home.path()), before);
}

#[test]
fn an_orphan_that_changed_meanwhile_is_kept_and_everything_is_put_back() {
    let home = tempfile::tempdir().unwrap();
    let (next, comparison) = half_way(home.path());
    fs::write(home.path().join("src/gone/mod.rs"), "fn mine() {}\n").unwrap();
    let before = contents(home.path());
    let error = write(&next, &comparison, home.path()).unwrap_err();
    assert!(matches!(error, OutputError::Raced { .. }), "{error}");
    assert_eq!(contents(home.path()), before);
}

#[test]
fn a_file_that_appears_meanwhile_is_not_overwritten() {
    let home = tempfile::tempdir().unwrap();
    let (next, comparison) = half_way(home.path());
    fs::create_dir_all(home.path().join("src/new/deep")).unwrap();
    fs::write(home.path().join("src/new/deep/b.rs"), "fn mine() {}\n").unwrap();
    let before = contents(home.path());
    write(&next, &comparison, home.path()).unwrap_err();
    assert_eq!(contents(home.path()), before);
}

#[test]
fn a_file_in_place_of_a_new_folder_stops_the_write() {
    let home = tempfile::tempdir().unwrap();
    let (next, comparison) = half_way(home.path());
    fs::write(home.path().join("src/new"), "mine").unwrap();
    let before = contents(home.path());
    let error = write(&next, &comparison, home.path()).unwrap_err();
    assert!(
        matches!(error, OutputError::Occupied { .. } | OutputError::Io { .. }),
        "{error}"
    );
    assert_eq!(contents(home.path()), before);
}

#[test]
fn a_failed_first_write_leaves_no_folder_behind() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("new/crate");
    let comparison = compare(&tree(&[("a.rs", ""), ("b.rs", "")]), &out).unwrap();
    let error = write(&tree(&[("a.rs", "")]), &comparison, &out).unwrap_err();
    assert!(
        matches!(&error, OutputError::Mismatched { path } if path == "b.rs"),
        "{error}"
    );
    assert!(contents(home.path()).is_empty());
}

#[cfg(unix)]
#[test]
fn an_updated_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    apply(&tree(&[("src/lib.rs", "fn a() {}\n")]), home.path());
    let file = home.path().join("src/lib.rs");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    apply(&tree(&[("src/lib.rs", "fn b() {}\n")]), home.path());
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o640
    );
}

/// The header alone can have come with a copy: the crate's own manifest, or else its root module,
/// says whose folder it is.
#[test]
fn a_copied_file_does_not_make_a_folder_ours() {
    let ours = tree(&[("Cargo.toml", "[package]\n"), ("src/lib.rs", "")]);
    let (manifest, module) = (
        ours.get("Cargo.toml").unwrap(),
        ours.get("src/lib.rs").unwrap(),
    );
    let refused = [
        &[("notes.txt", "mine"), ("src/types.rs", module)][..],
        &[("Cargo.toml", "[package]\n"), ("src/lib.rs", module)],
        &[("src/lib.rs", "// Mine.\n"), ("src/types.rs", module)],
        &[
            ("copies/Cargo.toml", manifest),
            ("copies/src/lib.rs", module),
        ],
    ];
    for files in refused {
        let home = tempfile::tempdir().unwrap();
        put(home.path(), files);
        let before = contents(home.path());
        let error = compare(&ours, home.path()).unwrap_err();
        assert!(matches!(error, OutputError::NotOurs { .. }), "{error}");
        assert_eq!(contents(home.path()), before);
    }
    for files in [[("Cargo.toml", manifest)], [("src/lib.rs", module)]] {
        let home = tempfile::tempdir().unwrap();
        put(home.path(), &files);
        apply(&ours, home.path());
        assert!(compare(&ours, home.path()).unwrap().agrees());
    }
}

#[test]
fn a_copy_where_codegen_writes_nothing_is_named_and_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let before = tree(&[
        ("Cargo.toml", ""),
        ("src/lib.rs", "mod types;\nmod r#type;\n"),
        ("src/type.rs", ""),
        (
            "src/types/mod.rs",
            "//! What `mod mine;` would declare.\n\nmod old;\n",
        ),
        ("src/types/old.rs", ""),
    ]);
    apply(&before, home.path());
    let ours = tree(&[
        ("Cargo.toml", ""),
        ("src/lib.rs", "mod types;\n"),
        ("src/types/mod.rs", ""),
    ]);
    let module = before.get("src/types/old.rs").unwrap();
    let copies = [
        ("copies/backup.rs", module),
        ("examples/my_service.rs", module),
        ("notes.md", module),
        ("src/second.rs", module),
        ("src/types/deep/old.rs", module),
        ("src/types/mine.rs", module),
        ("src/types/notes.md", module),
        ("tests/mine.rs", module),
    ];
    put(home.path(), &copies);
    let gone = [
        ("README.md", module),
        ("clippy.toml", module),
        ("examples/receiver.rs", module),
        ("src/type.rs", module),
        ("src/types/old.rs", module),
    ];
    put(home.path(), &gone);
    let comparison = apply(&ours, home.path());
    assert_eq!(comparison.strangers, copies.map(|(path, _)| path));
    let orphans = comparison.changes.iter();
    let orphans = orphans.filter(|change| matches!(change, Change::Orphaned { .. }));
    let removed: Vec<&str> = orphans.map(Change::path).collect();
    assert_eq!(removed, gone.map(|(path, _)| path));
    for (path, text) in copies {
        assert_eq!(fs::read_to_string(home.path().join(path)).unwrap(), text);
    }
    for (path, _) in gone {
        assert!(!home.path().join(path).exists(), "{path}");
    }
}

fn put(root: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}
