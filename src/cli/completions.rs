//! `nianbao completions`: what a shell needs to complete this command line.

use clap::Args;
use clap_complete::Shell;

use super::{Failure, Outcome, output, whole};

/// The arguments of `completions`.
#[derive(Args)]
#[command(after_help = "\
例:
  bash         nianbao completions bash > ~/.local/share/bash-completion/completions/nianbao
  zsh          nianbao completions zsh > ~/.zfunc/_nianbao（.zshrc 里先写 fpath+=~/.zfunc）
  fish         nianbao completions fish > ~/.config/fish/completions/nianbao.fish
  PowerShell   nianbao completions powershell >> $PROFILE")]
pub struct Completions {
    /// 哪种命令行：bash、zsh、fish、powershell 或 elvish
    #[arg(value_name = "命令行")]
    shell: Shell,
}

impl Completions {
    /// Writes the script to standard output.
    pub fn run(self) -> Result<Outcome, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut whole(), "nianbao", &mut script);
        output::show(&script)?;
        Ok(Outcome::Clean)
    }
}
