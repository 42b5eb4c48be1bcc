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
/// Corners of one path, at the most.
const MOST_CORNERS: usize = 200_000;
/// Widths that the fonts of a file state, at the most.
const MOST_WIDTHS: usize = 1_000_000;
/// A shading within a form is drawn at the price of so many operators.
const SHADING: usize = 2000;

/// What all pages together may still cost. Too much is `None`.
#[derive(Debug)]
pub(super) struct Budget {
    /// Bytes of programs.
    bytes: usize,
    operators: usize,
    codes: usize,
    widths: usize,
    /// The fonts that are paid for, by where they stand.
    fonts: HashSet<*const u8>,
    /// Codes that are shown in fonts that the file does not have.
    pub(super) lost: usize,
}

/// A program on its way.
#[derive(Default)]
struct Program {
    states: usize,
    corners: usize,
    /// There is no font.
    is_lost: bool,
}

impl Budget {
    /// What a report may cost.
    pub(super) fn new() -> Self {
        Budget {
            bytes: 32 << 20,
            operators: 4_000_000,
            codes: 1_000_000,
            widths: MOST_WIDTHS,
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
        let mut program = Program::default();
        while let Some(operator) = operators.next() {
            pay(&mut self.operators, 1)?;
            match operator {
                TypedInstruction::XObject(name) => {
                    program.corners = 0;
                    if let Some(form) = resources.get_x_object(name.0) {
                        self.form(&form, resources, depth)?;
                    }
                }
                TypedInstruction::TextFont(font) => match resources.get_font(font.0) {
                    Some(font) => {
                        program.is_lost = false;
                        self.font(&font)?;
                    }
                    None => program.is_lost = true,
                },
                TypedInstruction::Shading(_) if depth > 0 => pay(&mut self.operators, SHADING)?,
                TypedInstruction::SetGraphicsState(name) if depth > 0 => {
                    pay(&mut self.operators, SHADING / 10)?;
                    let state = resources.get_ext_g_state(name.0);
                    let font = state.and_then(|state| state.get::<Array<'_>>("Font"));
                    if let Some(font) = font.and_then(|font| font.iter::<Dict<'_>>().next()) {
                        self.font(&font)?;
                    }
                }
                operator => {
                    self.codes(&operator, &program)?;
                    program.step(&operator)?;
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

    /// Pays for what an operator shows.
    fn codes(&mut self, operator: &TypedInstruction<'_, '_>, program: &Program) -> Option<()> {
        let count = match operator {
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
            _ => return Some(()),
        };
        if program.is_lost {
            self.lost += count;
        }
        if count > MOST_CODES {
            return None;
        }
        pay(&mut self.codes, count)
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
            pay(&mut self.widths, count.max(1))?;
        }
    }
}

impl Program {
    /// Keeps count of what an operator piles up.
    fn step(&mut self, operator: &TypedInstruction<'_, '_>) -> Option<()> {
        match operator {
            TypedInstruction::SaveState(_) => self.states += 1,
            TypedInstruction::RestoreState(_) => self.states = self.states.saturating_sub(1),
            TypedInstruction::MoveTo(_)
            | TypedInstruction::LineTo(_)
            | TypedInstruction::CubicTo(_)
            | TypedInstruction::CubicStartTo(_)
            | TypedInstruction::CubicEndTo(_)
            | TypedInstruction::ClosePath(_)
            | TypedInstruction::RectPath(_) => self.corners += 1,
            TypedInstruction::StrokePath(_)
            | TypedInstruction::CloseAndStrokePath(_)
            | TypedInstruction::FillPathNonZero(_)
            | TypedInstruction::FillPathNonZeroCompatibility(_)
            | TypedInstruction::FillPathEvenOdd(_)
            | TypedInstruction::FillAndStrokeNonZero(_)
            | TypedInstruction::FillAndStrokeEvenOdd(_)
            | TypedInstruction::CloseFillAndStrokeNonZero(_)
            | TypedInstruction::CloseFillAndStrokeEvenOdd(_)
            | TypedInstruction::EndPath(_) => self.corners = 0,
            _ => {}
        }
        (self.states <= MOST_STATES && self.corners <= MOST_CORNERS).then_some(())
    }
}

fn pay(budget: &mut usize, price: usize) -> Option<()> {
    *budget = budget.checked_sub(price)?;
    Some(())
}
