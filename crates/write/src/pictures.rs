//! How large a picture is on paper, in points: one that stands alone, one among words.

/// Points of a pixel: 96 pixels are an inch, as on a screen.
const PIXEL: f32 = 0.75;
/// One that stands alone leaves room for words on its page.
const PART: f32 = 0.6;
/// A picture up to so high, about a line, is a sign among words and as high as they are.
const SIGN: f32 = 29.0;

/// The size of a picture of so many pixels that stands alone in a type area.
pub(super) fn alone(pixels: [u32; 2], [measure, body]: [f32; 2]) -> [f32; 2] {
    fitted(natural(pixels), [measure, PART * body])
}

/// The size of a picture among words of a size: as high as they are where it is a sign or
/// there is no `room` for more, else its own.
pub(super) fn among_words(pixels: [u32; 2], size: f32, room: Option<[f32; 2]>) -> [f32; 2] {
    let natural = natural(pixels);
    match room {
        Some(room) if natural[1] > SIGN => alone(pixels, room),
        _ => fitted(natural, [8.0 * size, size]),
    }
}

fn natural(pixels: [u32; 2]) -> [f32; 2] {
    pixels.map(|length| length as f32 * PIXEL)
}

/// A size scaled down as far as it must be.
fn fitted([width, height]: [f32; 2], room: [f32; 2]) -> [f32; 2] {
    let scale = (room[0] / width).min(room[1] / height).min(1.0);
    [width * scale, height * scale]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_as_large_as_there_is_room() {
        let area = [400.0, 600.0];
        assert_eq!(alone([100, 80], area), [75.0, 60.0]);
        assert_eq!(alone([1600, 800], area), [400.0, 200.0]);
        assert_eq!(alone([400, 4000], area), [36.0, 360.0]);
        // A sign is as high as a character; a photo is not made a sign.
        assert_eq!(among_words([32, 32], 16.0, Some(area)), [16.0, 16.0]);
        assert_eq!(among_words([8, 8], 16.0, Some(area)), [6.0, 6.0]);
        assert_eq!(among_words([400, 300], 16.0, Some(area)), [300.0, 225.0]);
        assert_eq!(among_words([128, 64], 12.0, None), [24.0, 12.0]);
    }
}
