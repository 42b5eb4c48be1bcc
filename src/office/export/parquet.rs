//! Rows as Apache Parquet: figures as DECIMAL(38, 6), so that no program rounds them.

use std::{
    io::{self, Write},
    sync::Arc,
};

use parquet::{
    basic::Compression,
    column::writer::ColumnWriter,
    data_type::{ByteArray, FixedLenByteArray},
    errors::ParquetError,
    file::{
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::parser::parse_message_type,
};

use super::{Fill, Record, Table, Value, value};

/// The columns as Parquet declares them.
fn schema<R: Record>() -> String {
    let columns = R::COLUMNS.iter().map(|(name, _, fill)| match fill {
        Fill::Words(_) => format!("required binary {name} (UTF8);"),
        Fill::Maybe(_) => format!("optional binary {name} (UTF8);"),
        Fill::Year(_) => format!("required int32 {name};"),
        Fill::Truth(_) => format!("required boolean {name};"),
        Fill::Figure(_) => format!("optional fixed_len_byte_array(16) {name} (DECIMAL(38,6));"),
    });
    format!("message rows {{ {} }}", columns.collect::<String>())
}

/// Rows that are held before they are written.
const GROUP: usize = 16_384;

/// The writer.
pub struct Parquet<'a, R> {
    file: SerializedFileWriter<Box<dyn Write + Send + 'a>>,
    held: Vec<R>,
}

impl<'a, R: Record> Parquet<'a, R> {
    /// Begins with the form of the rows.
    pub fn new(out: Box<dyn Write + Send + 'a>) -> io::Result<Self> {
        let schema = parse_message_type(&schema::<R>()).map_err(failed)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::UNCOMPRESSED)
            .build();
        let file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties));
        Ok(Parquet {
            file: file.map_err(failed)?,
            held: Vec::new(),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        let rows = std::mem::take(&mut self.held);
        if rows.is_empty() {
            return Ok(());
        }
        let mut group = self.file.next_row_group().map_err(failed)?;
        columns(&mut group, &rows).map_err(failed)?;
        group.close().map_err(failed)?;
        Ok(())
    }
}

impl<R: Record> Table<R> for Parquet<'_, R> {
    fn write(&mut self, rows: Vec<R>) -> io::Result<()> {
        self.held.extend(rows);
        match self.held.len() >= GROUP {
            true => self.flush(),
            false => Ok(()),
        }
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.flush()?;
        self.file.close().map_err(failed)?;
        Ok(())
    }
}

fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error.to_string()),
        },
        error => io::Error::other(error.to_string()),
    }
}

/// Writes every column of a group, in the order of [`schema`].
fn columns<W: Write + Send, R: Record>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    rows: &[R],
) -> Result<(), ParquetError> {
    for column in R::COLUMNS {
        let values: Vec<Value<'_>> = rows.iter().map(|row| value(row, column)).collect();
        let absent = |value: &Value| matches!(value, Value::Words(None) | Value::Figure(None));
        let present: Vec<i16> = values.iter().map(|v| i16::from(!absent(v))).collect();
        let Some(mut writer) = group.next_column()? else {
            return Err(ParquetError::General("one column too many".to_owned()));
        };
        match writer.untyped() {
            ColumnWriter::ByteArrayColumnWriter(out) => {
                let words = values.iter().filter_map(|value| match value {
                    Value::Words(words) => words.map(ByteArray::from),
                    _ => None,
                });
                out.write_batch(&words.collect::<Vec<_>>(), Some(&present), None)
            }
            ColumnWriter::Int32ColumnWriter(out) => {
                let years = values.iter().filter_map(|value| match value {
                    Value::Year(year) => Some(i32::from(*year)),
                    _ => None,
                });
                out.write_batch(&years.collect::<Vec<_>>(), Some(&present), None)
            }
            ColumnWriter::BoolColumnWriter(out) => {
                let truths = values.iter().filter_map(|value| match value {
                    Value::Truth(truth) => Some(*truth),
                    _ => None,
                });
                out.write_batch(&truths.collect::<Vec<_>>(), Some(&present), None)
            }
            ColumnWriter::FixedLenByteArrayColumnWriter(out) => {
                let figures = values.iter().filter_map(|value| match value {
                    Value::Figure(figure) => figure.map(|f| f.millionths().to_be_bytes().to_vec()),
                    _ => None,
                });
                let figures = figures.map(FixedLenByteArray::from).collect::<Vec<_>>();
                out.write_batch(&figures, Some(&present), None)
            }
            _ => return Err(ParquetError::General("a column of another kind".to_owned())),
        }?;
        writer.close()?;
    }
    Ok(())
}
