#!/bin/sh
# Makes the files that tests/import_readers.rs reads, from small.html: what other programs
# write, which `cargo test` does not need. Made with Chromium 156 and LibreOffice 7.4.
#
#     tests/import/make.sh
set -eu
cd "$(dirname "$0")"
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
chromium --headless --no-sandbox --disable-gpu --no-first-run --user-data-dir="$profile/chromium" \
    --no-pdf-header-footer --disable-pdf-tagging --print-to-pdf=small-chromium.pdf "file://$PWD/small.html"
office() {
    soffice "-env:UserInstallation=file://$profile/office" --headless --convert-to "$1" "$2"
}
office 'docx:MS Word 2007 XML' small.html
mv small.docx small-libreoffice.docx
office 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"false"}}' small-libreoffice.docx
