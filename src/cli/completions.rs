//! `nianbao completions`: what a shell needs to complete this command line.

use clap::{Args, ValueEnum};
use clap_complete::Shell;

use super::{Failure, Outcome, screen, whole};

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
    shell: Kind,
}

/// A shell.
#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Bash,
    Zsh,
    Fish,
    Powershell,
    Elvish,
}

impl Completions {
    /// Writes the script to standard output.
    pub fn run(self) -> Result<Outcome, Failure> {
        let shell = match self.shell {
            Kind::Bash => Shell::Bash,
            Kind::Zsh => Shell::Zsh,
            Kind::Fish => Shell::Fish,
            Kind::Powershell => Shell::PowerShell,
            Kind::Elvish => Shell::Elvish,
        };
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut whole(), "nianbao", &mut script);
        screen::show(&script)?;
        Ok(Outcome::Clean)
    }
}
