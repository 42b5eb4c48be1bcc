//! What stands in a cell, as a figure, words or a day.

use super::Named;
use crate::{
    figure::{self, Reading},
    xlsx::{Value, words},
};
use base::number::{Kind, Number};
use form::figure::Figure;

/// What a cell states: a figure with its note, or what is wrong and what to do.
pub(super) fn figure(
    cell: &Named,
    kind: Kind,
) -> Result<(Figure, Option<String>), (String, String)> {
    let found = &cell.found;
    if cell.merged {
        return Err((
            format!(
                "和别的格子合并了，写的是「{}」，不知道是哪一格的",
                words(&found.value)
            ),
            "取消合并，一格填一个数".to_owned(),
        ));
    }
    let text = match &found.value {
        Value::Empty if found.formula => {
            return Err((
                "是公式，但文件里没有算出的结果".to_owned(),
                "用 Excel 或 WPS 打开，保存一次，再导入".to_owned(),
            ));
        }
        Value::Empty => return Ok((Figure::Blank, None)),
        Value::Day(_) => {
            return Err((
                "是日期，不是数".to_owned(),
                "把这一格的格式改回「常规」，重新填数".to_owned(),
            ));
        }
        Value::Other(text) => {
            return Err((
                format!("是「{text}」，不是数"),
                "改成数；空白就把内容删去".to_owned(),
            ));
        }
        Value::Number(text) | Value::Words(text) => text,
    };
    match (figure::read(text, kind), Number::parse(text, kind)) {
        (Reading::Figure(number, note), _) => Ok((Figure::Stated(number), note)),
        (_, Ok(number)) => Ok((Figure::Stated(number), None)),
        (_, Err(misfit)) => {
            let message = format!("写的是「{text}」，{}", misfit.problem);
            let help = match misfit.write {
                Some(write) if !write.starts_with('{') => format!("是不是 {write}？"),
                _ => "填一个数；空白就把内容删去".to_owned(),
            };
            Err((message, help))
        }
    }
}
