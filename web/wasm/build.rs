//! Room for what nests deeply, as much as the threads of the program have twice over.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-cdylib-link-arg=-zstack-size=4194304");
}
