//! No text makes reading a figure panic; a figure is read again as it is printed.
#![no_main]

use nianbao::base::number::{Kind, Number};
use nianbao_fuzz::target;

target!(|text: &str| {
    for kind in [Kind::Count, Kind::Amount] {
        if let Ok(number) = Number::parse(text, kind) {
            let printed = number.to_string();
            assert_eq!(Number::parse(&printed, kind).ok(), Some(number), "{printed}");
        }
    }
});
