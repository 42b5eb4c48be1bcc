//! Pictures from PNG and JPEG files.

use super::{BadPicture, compression::Compressor};
use document::Image;
use lopdf::{Dictionary, Stream, dictionary};
use std::{io::Cursor, sync::Arc};

/// The most pixels a picture may have; more is no picture for a page.
const MOST_PIXELS: u64 = 40_000_000;

/// A picture ready to be written.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    /// What is read out for it.
    pub(super) alt: String,
    /// Pixels across.
    width: u32,
    /// Pixels down.
    height: u32,
    pixels: Pixels,
}

#[derive(Clone, Debug)]
enum Pixels {
    /// A JPEG file as it is, with its number of components.
    Jpeg { file: Arc<[u8]>, components: u8 },
    /// One or three bytes for each pixel.
    Plain { bytes: Vec<u8>, components: u8 },
}

/// Reads a picture.
pub(super) fn read(image: &Image) -> Result<Picture, BadPicture> {
    let refused = |reason: &'static str| BadPicture {
        target: image.target.clone(),
        reason,
        place: image.place,
    };
    let picture = match &*image.bytes {
        [0x89, b'P', b'N', b'G', ..] => png(&image.bytes),
        [0xff, 0xd8, ..] => jpeg(&image.bytes),
        _ => Err("不是 PNG 或 JPEG 图片"),
    };
    let alt = image.words().to_owned();
    let picture = picture.map(|picture| Picture { alt, ..picture });
    picture.map_err(refused)
}

fn check_size(width: u32, height: u32) -> Result<(), &'static str> {
    match u64::from(width) * u64::from(height) {
        0 => Err("图片没有内容"),
        pixels if pixels > MOST_PIXELS => Err("图片超过 4000 万像素，请先缩小"),
        _ => Ok(()),
    }
}

fn png(bytes: &[u8]) -> Result<Picture, &'static str> {
    let broken = |_| "PNG 图片已损坏";
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let header = decoder.read_header_info().map_err(broken)?;
    let (width, height) = (header.width, header.height);
    check_size(width, height)?;
    let mut reader = decoder.read_info().map_err(broken)?;
    let size = reader.output_buffer_size().ok_or("图片太大")?;
    let mut pixels = vec![0; size];
    let frame = reader.next_frame(&mut pixels).map_err(broken)?;
    pixels.truncate(frame.buffer_size());
    let (bytes, components) = match frame.color_type {
        png::ColorType::Grayscale => (pixels, 1),
        png::ColorType::Rgb => (pixels, 3),
        png::ColorType::GrayscaleAlpha => (on_white(&pixels, 1), 1),
        png::ColorType::Rgba => (on_white(&pixels, 3), 3),
        png::ColorType::Indexed => return Err("PNG 图片已损坏"),
    };
    let pixels = Pixels::Plain { bytes, components };
    Ok(Picture {
        alt: String::new(),
        width,
        height,
        pixels,
    })
}

/// What is transparent stands on white paper.
fn on_white(pixels: &[u8], components: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(pixels.len() / (components + 1) * components);
    for pixel in pixels.chunks_exact(components + 1) {
        let alpha = u32::from(pixel[components]);
        out.extend(pixel[..components].iter().map(|&value| {
            let mixed = u32::from(value) * alpha + 255 * (255 - alpha);
            u8::try_from((mixed + 127) / 255).unwrap_or(u8::MAX)
        }));
    }
    out
}

/// Reads a JPEG file's frame header; its data is passed on as it is.
fn jpeg(bytes: &Arc<[u8]>) -> Result<Picture, &'static str> {
    const BROKEN: &str = "JPEG 图片已损坏";
    let mut at = 2;
    loop {
        let segment = bytes.get(at..at + 4).ok_or(BROKEN)?;
        let length = usize::from(u16::from_be_bytes([segment[2], segment[3]]));
        match segment {
            [0xff, 0xff, ..] => at += 1,
            [0xff, 0xc0..=0xc2, ..] => break,
            [0xff, 0xc4 | 0xc8 | 0xcc | 0xe0..=0xfe | 0xdb | 0xdd, ..] if length >= 2 => {
                at += 2 + length
            }
            [0xff, 0xc0..=0xcf, ..] => return Err("这种 JPEG 图片不能使用，请另存为普通 JPEG"),
            _ => return Err(BROKEN),
        }
    }
    let frame = bytes.get(at + 4..at + 10).ok_or(BROKEN)?;
    let height = u32::from(u16::from_be_bytes([frame[1], frame[2]]));
    let width = u32::from(u16::from_be_bytes([frame[3], frame[4]]));
    check_size(width, height)?;
    if !bytes.windows(2).any(|pair| pair == [0xff, 0xda]) || !ends(bytes) {
        return Err(BROKEN);
    }
    let components = match (frame[0], frame[5]) {
        (8, components @ (1 | 3)) => components,
        _ => return Err("只支持灰度或 RGB 的 8 位 JPEG 图片，请另存"),
    };
    let file = Arc::clone(bytes);
    let pixels = Pixels::Jpeg { file, components };
    Ok(Picture {
        alt: String::new(),
        width,
        height,
        pixels,
    })
}

/// Whether the end mark is there; some cameras add padding after it.
fn ends(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(4096)..];
    tail.windows(2).any(|pair| pair == [0xff, 0xd9])
}

impl Picture {
    /// How many pixels it has across and down.
    pub(super) fn pixels(&self) -> [u32; 2] {
        [self.width, self.height]
    }

    /// The picture as a stream.
    pub(super) fn write(&self, compressor: &mut Compressor) -> Stream {
        match &self.pixels {
            Pixels::Jpeg { file, components } => {
                let mut dict = self.header(*components);
                dict.set("Filter", "DCTDecode");
                Stream::new(dict, file.to_vec()).with_compression(false)
            }
            Pixels::Plain { bytes, components } => {
                compressor.stream(self.header(*components), bytes)
            }
        }
    }

    fn header(&self, components: u8) -> Dictionary {
        let space = match components {
            1 => "DeviceGray",
            _ => "DeviceRGB",
        };
        dictionary! {
            "Type" => "XObject",
            "Subtype" => "Image",
            "Width" => i64::from(self.width),
            "Height" => i64::from(self.height),
            "ColorSpace" => space,
            "BitsPerComponent" => 8,
        }
    }
}
