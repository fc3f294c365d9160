//! pmlint for Zed: starts `pmlint lsp` for Markdown documents. All that is known of postmortems is in there.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

struct Pmlint;

impl zed::Extension for Pmlint {
    fn new() -> Self {
        Self
    }

    fn language_server_command(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Command> {
        let configured = LspSettings::for_worktree(server.as_ref(), worktree)?.binary;
        let configured = configured.and_then(|binary| binary.path);
        let command = configured.or_else(|| worktree.which("pmlint")).ok_or(
            "there is no program `pmlint`: install it with `pip install pmlint` or \
             `npm install --global pmlint`, or write where it is into the settings of Zed, \
             {\"lsp\": {\"pmlint\": {\"binary\": {\"path\": \"…\"}}}}",
        )?;
        Ok(Command { command, args: vec!["lsp".to_owned()], env: worktree.shell_env() })
    }
}

zed::register_extension!(Pmlint);
