//! The command that repairs what a check found.
//!
//! In: the options of the check. Out: one line for a shell. It knows the flags of codegen and their
//! defaults.

use super::CodegenOptions;
use crate::disk::{MAX_FILE_SIZE, size_argument};
use crate::model::Required;
use crate::output::header;
use crate::runtime_choice::RuntimeChoice;
use crate::shell::quoted;
use crate::workspace::{self, OUT, SPEC};

/// The command that writes what `options` compare, as a reader would type it into a POSIX shell:
/// defaults are left out.
#[must_use]
pub fn repair_command(options: &CodegenOptions) -> String {
    let workspace = workspace::root();
    let mut words = vec![header::COMMAND.to_owned()];
    let is_own_spec = options.spec == workspace.join(SPEC);
    if !is_own_spec {
        words.push(format!(
            "--spec {}",
            quoted(&options.spec.to_string_lossy())
        ));
    }
    // Another spec asks for a folder to be named, be it the usual one.
    if !is_own_spec || options.out != workspace.join(OUT) {
        words.push(format!("--out {}", quoted(&options.out.to_string_lossy())));
    }
    if options.replace {
        words.push("--replace".to_owned());
    }
    for file in &options.files.overlays {
        words.push(format!("--overlay {}", quoted(&file.to_string_lossy())));
    }
    for folder in &options.files.allow_outside {
        let folder = quoted(&folder.to_string_lossy());
        words.push(format!("--allow-outside {folder}"));
    }
    if options.files.max_file_size != MAX_FILE_SIZE {
        let size = size_argument(options.files.max_file_size);
        words.push(format!("--max-file-size {size}"));
    }
    if let Some(name) = &options.crate_name {
        words.push(format!("--crate-name {}", quoted(name)));
    }
    if let Some(header) = &options.event_place.header {
        words.push(format!("--event-header {}", quoted(header)));
    }
    if let Some(pointer) = &options.event_place.pointer {
        words.push(format!("--event-pointer {}", quoted(&pointer.to_string())));
    }
    if let Some(signature) = &options.signature {
        words.push(format!("--signature {}", quoted(&signature.to_string())));
    }
    if options.reading.callbacks {
        words.push("--callbacks".to_owned());
    }
    for glob in &options.reading.paths {
        words.push(format!("--paths {}", quoted(&glob.to_string())));
    }
    for glob in &options.reading.schemas {
        words.push(format!("--schemas {}", quoted(&glob.to_string())));
    }
    if options.required == Required::Optional {
        words.push("--required optional".to_owned());
    }
    if options.distinct_null {
        words.push("--distinct-null".to_owned());
    }
    let usual = RuntimeChoice::of_folder(&options.out, &workspace.join(OUT));
    if options.runtime != usual {
        let runtime = options.runtime.to_string();
        words.push(format!("--runtime {}", quoted(&runtime)));
    }
    words.join(" ")
}
