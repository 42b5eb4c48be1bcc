//! What the pages of a file would cost to carry out, reckoned before they are.
//!
//! `hayro-interpret` carries a program out to its end: forms that show forms, strings of a
//! million codes, widths of four thousand million characters. So the programs are walked
//! through first, as it will walk through them, and paid from one budget.

use std::collections::HashSet;

use hayro_interpret::hayro_syntax::{
    content::{TypedIter, ops::TypedInstruction},
    object::{Array, Dict, MaybeRef, Name, Object, Stream, String},
    page::{Page, Resources},
};

use super::unpack::unpacked;

/// Forms within one another, at the most.
const DEEPEST_FORM: usize = 24;
/// States that are kept, at the most.
const MOST_STATES: usize = 10_000;
/// Codes that one operator shows, at the most.
const MOST_CODES: usize = 1 << 16;
/// Steps of a file, at the most: operators, codes that are shown, widths that fonts state.
const MOST_STEPS: usize = 2_000_000;
/// A shading within a form is drawn at the price of so many steps.
const SHADING: usize = 2000;

/// What all pages together may still cost. Too much is `None`.
#[derive(Debug)]
pub(super) struct Budget {
    /// Bytes of programs.
    bytes: usize,
    steps: usize,
    /// The fonts that are paid for, by where they stand.
    fonts: HashSet<*const u8>,
    /// Codes that are shown in fonts that the file does not have.
    pub(super) lost: usize,
}

impl Budget {
    /// What a report may cost.
    pub(super) fn new() -> Self {
        Budget {
            bytes: 32 << 20,
            steps: MOST_STEPS,
            fonts: HashSet::new(),
            lost: 0,
        }
    }

    /// Pays for a page.
    pub(super) fn page(&mut self, page: &Page<'_>) -> Option<()> {
        let contents = page.raw();
        match contents.get::<Array<'_>>("Contents") {
            Some(parts) => {
                for part in parts.raw_iter() {
                    if let MaybeRef::Ref(id) = part
                        && let Some(part) = page.xref().get::<Stream<'_>>(id.into())
                    {
                        self.stream(&part)?;
                    }
                }
            }
            None => {
                if let Some(stream) = contents.get::<Stream<'_>>("Contents") {
                    self.stream(&stream)?;
                }
            }
        }
        let program = page.page_stream().unwrap_or_default();
        self.program(program, page.resources(), 0)
    }

    fn stream(&mut self, stream: &Stream<'_>) -> Option<()> {
        let size = unpacked(stream, self.bytes)?;
        pay(&mut self.bytes, size.max(1))
    }

    fn program(&mut self, bytes: &[u8], resources: &Resources<'_>, depth: usize) -> Option<()> {
        let mut operators = TypedIter::new(bytes);
        let (mut states, mut is_lost) = (0_usize, false);
        while let Some(operator) = operators.next() {
            pay(&mut self.steps, 1)?;
            match operator {
                TypedInstruction::XObject(name) => {
                    if let Some(form) = resources.get_x_object(name.0) {
                        self.form(&form, resources, depth)?;
                    }
                }
                TypedInstruction::TextFont(font) => {
                    let font = resources.get_font(font.0);
                    is_lost = font.is_none();
                    font.map_or(Some(()), |font| self.font(&font))?;
                }
                TypedInstruction::Shading(_) if depth > 0 => pay(&mut self.steps, SHADING)?,
                TypedInstruction::SetGraphicsState(name) if depth > 0 => {
                    pay(&mut self.steps, SHADING / 10)?;
                    let state = resources.get_ext_g_state(name.0);
                    let font = state.and_then(|state| state.get::<Array<'_>>("Font"));
                    if let Some(font) = font.and_then(|font| font.iter::<Dict<'_>>().next()) {
                        self.font(&font)?;
                    }
                }
                TypedInstruction::SaveState(_) if states >= MOST_STATES => return None,
                TypedInstruction::SaveState(_) => states += 1,
                TypedInstruction::RestoreState(_) => states = states.saturating_sub(1),
                operator => {
                    let count = codes(&operator);
                    self.lost += if is_lost { count } else { 0 };
                    pay(&mut self.steps, count).filter(|()| count <= MOST_CODES)?;
                }
            }
        }
        Some(())
    }

    fn form(&mut self, form: &Stream<'_>, resources: &Resources<'_>, depth: usize) -> Option<()> {
        let kind = form.dict().get::<Name<'_>>("Subtype");
        if kind.as_deref() != Some(b"Form") {
            return Some(());
        }
        if depth >= DEEPEST_FORM {
            return None;
        }
        self.stream(form)?;
        let Ok(bytes) = form.decoded_data() else {
            return Some(());
        };
        let own = form.dict().get::<Dict<'_>>("Resources").map(Resources::new);
        self.program(&bytes, own.as_ref().unwrap_or(resources), depth + 1)
    }

    /// Pays for a font, once: its widths stand in a table when it is chosen.
    fn font(&mut self, font: &Dict<'_>) -> Option<()> {
        if !self.fonts.insert(font.data().as_ptr()) {
            return Some(());
        }
        let faces = font.get::<Array<'_>>("DescendantFonts");
        let Some(face) = faces.and_then(|faces| faces.iter::<Dict<'_>>().next()) else {
            return Some(());
        };
        for (key, has_three) in [("W", false), ("W2", true)] {
            if let Some(widths) = face.get::<Array<'_>>(key) {
                self.widths(&widths, has_three)?;
            }
        }
        Some(())
    }

    fn widths(&mut self, widths: &Array<'_>, has_three: bool) -> Option<()> {
        let mut items = widths.flex_iter();
        loop {
            let count = if let Some((_, each)) = items.next::<(u32, Array<'_>)>() {
                each.data().len()
            } else {
                let range = match has_three {
                    true => items
                        .next::<(u32, u32, f32, f32, f32)>()
                        .map(|(first, last, ..)| (first, last)),
                    false => items
                        .next::<(u32, u32, f32)>()
                        .map(|(first, last, _)| (first, last)),
                };
                let Some((first, last)) = range else {
                    return Some(());
                };
                last.saturating_sub(first) as usize + 1
            };
            pay(&mut self.steps, count.max(1))?;
        }
    }
}

/// How many codes an operator shows.
fn codes(operator: &TypedInstruction<'_, '_>) -> usize {
    match operator {
        TypedInstruction::ShowText(shown) => shown.0.as_bytes().len(),
        TypedInstruction::NextLineAndShowText(shown) => shown.0.as_bytes().len(),
        TypedInstruction::ShowTextWithParameters(shown) => shown.2.as_bytes().len(),
        TypedInstruction::ShowTexts(parts) => {
            let parts = parts.0.iter::<Object<'_>>();
            let codes = |part| match part {
                Object::String(codes) => String::as_bytes(&codes).len(),
                _ => 0,
            };
            parts.map(codes).sum()
        }
        _ => 0,
    }
}

fn pay(budget: &mut usize, price: usize) -> Option<()> {
    *budget = budget.checked_sub(price)?;
    Some(())
}
