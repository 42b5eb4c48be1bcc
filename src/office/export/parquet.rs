//! Rows as Apache Parquet: figures as DECIMAL(38, 6), so that no program rounds them.

use std::{
    io::{self, Write},
    sync::Arc,
};

use parquet::{
    basic::Compression,
    data_type::{
        BoolType, ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType, Int32Type,
    },
    errors::ParquetError,
    file::{
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::parser::parse_message_type,
};

use super::{Row, Table};

const SCHEMA: &str = "message figures {
    required binary agency (UTF8);
    optional binary category (UTF8);
    required int32 year;
    required binary edition (UTF8);
    required binary table (UTF8);
    required binary row (UTF8);
    required binary column (UTF8);
    required binary path (UTF8);
    required binary kind (UTF8);
    required boolean total;
    optional fixed_len_byte_array(16) value (DECIMAL(38,6));
    required boolean blank;
    optional binary note (UTF8);
    required binary file (UTF8);
}";

/// Rows that are held before they are written.
const GROUP: usize = 16_384;

/// The writer.
pub struct Parquet<'a> {
    file: SerializedFileWriter<Box<dyn Write + Send + 'a>>,
    held: Vec<Row>,
}

impl<'a> Parquet<'a> {
    /// Begins with the form of the rows.
    pub fn new(out: Box<dyn Write + Send + 'a>) -> io::Result<Self> {
        let schema = parse_message_type(SCHEMA).map_err(failed)?;
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

impl Table for Parquet<'_> {
    fn write(&mut self, rows: Vec<Row>) -> io::Result<()> {
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

type Group<'a, W> = SerializedRowGroupWriter<'a, W>;

/// Writes every column, in the order of [`SCHEMA`].
fn columns<W: Write + Send>(group: &mut Group<'_, W>, rows: &[Row]) -> Result<(), ParquetError> {
    words(group, rows, |row| &row.agency)?;
    maybe_words(group, rows, |row| row.category)?;
    let years: Vec<i32> = rows.iter().map(|row| i32::from(row.year)).collect();
    column::<Int32Type, _>(group, &years, None)?;
    words(group, rows, |row| row.edition)?;
    words(group, rows, |row| row.table)?;
    words(group, rows, |row| row.row)?;
    words(group, rows, |row| row.column)?;
    words(group, rows, |row| row.path)?;
    words(group, rows, |row| row.kind)?;
    let totals: Vec<bool> = rows.iter().map(|row| row.total).collect();
    column::<BoolType, _>(group, &totals, None)?;
    values(group, rows)?;
    let blanks: Vec<bool> = rows.iter().map(|row| row.blank).collect();
    column::<BoolType, _>(group, &blanks, None)?;
    maybe_words(group, rows, |row| row.note.as_deref())?;
    words(group, rows, |row| &row.file)
}

fn column<T: parquet::data_type::DataType, W: Write + Send>(
    group: &mut Group<'_, W>,
    values: &[T::T],
    present: Option<&[i16]>,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General("one column too many".to_owned()));
    };
    column.typed::<T>().write_batch(values, present, None)?;
    column.close()
}

fn words<W: Write + Send>(
    group: &mut Group<'_, W>,
    rows: &[Row],
    field: impl Fn(&Row) -> &str,
) -> Result<(), ParquetError> {
    let values: Vec<ByteArray> = rows.iter().map(|row| ByteArray::from(field(row))).collect();
    column::<ByteArrayType, _>(group, &values, None)
}

fn maybe_words<W: Write + Send>(
    group: &mut Group<'_, W>,
    rows: &[Row],
    field: impl Fn(&Row) -> Option<&str>,
) -> Result<(), ParquetError> {
    let values: Vec<ByteArray> = rows
        .iter()
        .filter_map(|row| field(row).map(ByteArray::from))
        .collect();
    let present: Vec<i16> = rows
        .iter()
        .map(|row| i16::from(field(row).is_some()))
        .collect();
    column::<ByteArrayType, _>(group, &values, Some(&present))
}

fn values<W: Write + Send>(group: &mut Group<'_, W>, rows: &[Row]) -> Result<(), ParquetError> {
    let figures = rows.iter().filter_map(|row| row.value);
    let bytes = |number: crate::ground::number::Number| number.millionths().to_be_bytes().to_vec();
    let values: Vec<FixedLenByteArray> = figures
        .map(|number| FixedLenByteArray::from(bytes(number)))
        .collect();
    let present: Vec<i16> = rows
        .iter()
        .map(|row| i16::from(row.value.is_some()))
        .collect();
    column::<FixedLenByteArrayType, _>(group, &values, Some(&present))
}
