//! Where products go.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use clap::ValueEnum;

use crate::{
    cli::{
        Failure,
        collection::Filed,
        files::is_stream,
        gather::Input,
        output::{self, folder_of},
    },
    write::Product,
};

/// A format to build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Target {
    /// Markdown
    Md,
    /// 网页
    Html,
    /// PDF
    Pdf,
    /// Word
    Docx,
    /// 给公众看的一张图：PDF 和手机网页
    #[value(name = "图解")]
    Sheet,
}

impl Target {
    /// What is made for it; a page may be for a site's CMS.
    pub fn products(self, fragment: bool) -> &'static [Product] {
        match self {
            Target::Md => &[Product::Md],
            Target::Html if fragment => &[Product::Fragment],
            Target::Html => &[Product::Html],
            Target::Pdf => &[Product::Pdf],
            Target::Docx => &[Product::Docx],
            Target::Sheet => &[Product::Sheet, Product::SheetPage],
        }
    }
}

/// Where the products of a run go.
pub enum Places {
    /// To standard output.
    Stdout,
    /// To one file.
    File(PathBuf),
    /// Into a folder, below it as the data files lie below the one that was named.
    Folder(PathBuf),
    /// Beside the data files.
    Beside,
}

impl Places {
    /// Where a product goes; `None` is standard output.
    pub fn of(&self, input: &Input, product: Product) -> Option<PathBuf> {
        match self {
            Places::Stdout => None,
            Places::File(output) => Some(output.clone()),
            Places::Beside => Some(product.named(&input.path)),
            Places::Folder(folder) => {
                let below = match &input.below {
                    Some(below) => below.as_path(),
                    None => Path::new(input.path.file_name().unwrap_or_default()),
                };
                Some(folder.join(product.named(below)))
            }
        }
    }

    /// The formats that are written of a file: none takes its own place.
    pub fn own(&self, input: &Input, products: &[Product]) -> Vec<Product> {
        let own = absolute(&input.path);
        let is_own = |product: Product| {
            self.of(input, product)
                .is_some_and(|to| absolute(&to) == own)
        };
        let products = products.iter().copied();
        products.filter(|&product| !is_own(product)).collect()
    }

    /// Keeps the files whose products have a place of their own.
    ///
    /// Two products in one place, or a product in the place of a data file, are a mistake:
    /// of files that were found in a folder it is told and the rest goes on.
    ///
    /// # Errors
    /// A file that was itself named has such a product.
    pub fn part(
        &self,
        inputs: &mut Vec<&Filed>,
        products: &[Product],
        tell: &mut dyn FnMut(&str),
    ) -> Result<(), Failure> {
        let mut taken: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for (index, input) in inputs.iter().enumerate() {
            taken.insert(absolute(&input.input.path), index);
        }
        let mut faulty = BTreeSet::new();
        for (index, input) in inputs.iter().map(|filed| &filed.input).enumerate() {
            let name = input.path.display();
            if matches!(self, Places::Beside) && !input.is_loose() {
                return Err(format!("{name} 在压缩包里；用 --out 指定放成品的文件夹"));
            }
            if matches!(self, Places::Beside | Places::Folder(_)) && is_stream(&input.path) {
                return Err(format!(
                    "{name} 不是文件，成品没有名字可用；用 -o 指明写到哪里"
                ));
            }
            let own = self.own(input, products);
            if own.is_empty() {
                let message = format!(
                    "成品会盖掉 {name} 自己；用 --out 放到别的文件夹，或用 --to 换一种格式"
                );
                if input.below.is_none() {
                    return Err(message);
                }
                faulty.insert(index);
                tell(&message);
            }
            for place in own.iter().filter_map(|&product| self.of(input, product)) {
                let Some(other) = taken.insert(absolute(&place), index) else {
                    continue;
                };
                let other_input = &inputs[other].input;
                let message = format!(
                    "{} 和 {} 都要写到 {}；给数据文件换个名字，或用 --out 换个文件夹",
                    other_input.path.display(),
                    input.path.display(),
                    place.display()
                );
                if input.below.is_none() || other_input.below.is_none() {
                    return Err(message);
                }
                // One message is enough for a pair, whatever the number of its products.
                if faulty.insert(index) | faulty.insert(other) {
                    tell(&message);
                }
            }
        }
        let mut index = 0..;
        inputs.retain(|_| index.next().is_some_and(|index| !faulty.contains(&index)));
        Ok(())
    }

    /// Makes the folders that are missing, and clears away what a run that was broken off
    /// left half written.
    ///
    /// # Errors
    /// A folder cannot be made.
    pub fn prepare(&self, inputs: &[&Filed]) -> Result<(), Failure> {
        let mut folders = BTreeSet::new();
        for input in inputs {
            let place = self.of(&input.input, Product::Md);
            folders.extend(place.as_deref().map(folder_of).map(Path::to_owned));
        }
        if let Places::Folder(folder) = self {
            folders.insert(folder.clone());
        }
        for folder in folders {
            if let Places::Folder(_) = self {
                output::make_folder(&folder)?;
            }
            output::sweep(&folder);
        }
        Ok(())
    }
}

/// A path by which two names of one file are the same.
fn absolute(path: &Path) -> PathBuf {
    if let Ok(whole) = path.canonicalize() {
        return whole;
    }
    let name = path.file_name().unwrap_or_default();
    folder_of(path)
        .canonicalize()
        .map_or_else(|_| path.to_owned(), |folder| folder.join(name))
}
