//! The file: its first line, its imports, its blocks.

use super::{Parser, Read};
use crate::ast::{Block, Define, File, Import, Name, Param};
use crate::mistake::{Mistake, shown};
use crate::token::{Kind, Sign};
use crate::vocabulary::{self, BLOCKS};
use crate::{Code, Span, Spanned};

/// The versions of the language that can be read.
pub(super) const VERSIONS: [u32; 1] = [1];

impl Parser<'_> {
    /// `version { import } { block }`
    pub(super) fn file(&mut self) -> File {
        let mut file = File { version: self.version(), ..File::default() };
        if file.version.as_ref().is_some_and(|version| !VERSIONS.contains(&version.value)) {
            // What another version means by its words is not known here.
            self.at = self.tokens.len() - 1;
            return file;
        }
        loop {
            self.comments_with_dashes();
            let token = self.peek().clone();
            if token.kind == Kind::End {
                return file;
            }
            match token.word().and_then(|word| self.block_keyword(word, token.span)) {
                Some(keyword) => {
                    self.advance();
                    self.block(&mut file, keyword, token.span);
                }
                None => {
                    if token.word().is_none() && token.kind != Kind::Unreadable {
                        let message = format!("a block should stand here, and there is {}", self.found(&token));
                        let label = format!("start with {}", vocabulary::listed(&BLOCKS));
                        self.report(Mistake::new(Code::Expected, token.span, message, label));
                    }
                    self.advance();
                    self.skip_to_block();
                }
            }
        }
    }

    /// `"accordance" whole-number`
    fn version(&mut self) -> Option<Spanned<u32>> {
        self.comments_with_dashes();
        let token = self.peek().clone();
        let is_meant = token.word().is_some_and(|word| vocabulary::nearest(word, &["accordance"]).is_some());
        if !is_meant {
            let known = VERSIONS.map(|version| format!("`accordance {version}`")).join(", ");
            self.report(Mistake::new(
                Code::Version,
                Span::at(token.span.start),
                "the first line of a rule file says the version of the language, and here it is missing",
                format!("write {known} above this"),
            ));
            return None;
        }
        if !token.is_word("accordance") {
            self.report(Mistake::new(
                Code::UnknownWord,
                token.span,
                "a rule file starts with `accordance` and the version of the language",
                "write `accordance`",
            ));
        }
        self.advance();
        let number = self.peek().clone();
        let version = match number.kind {
            Kind::Whole(version) => u32::try_from(version).ok(),
            _ => None,
        };
        let Some(version) = version else {
            self.report(Mistake::new(
                Code::Version,
                if number.first_on_line { Span::at(token.span.end) } else { number.span },
                "after `accordance` stands the version of the language, a whole number",
                "write `accordance 1`",
            ));
            if !number.first_on_line {
                self.advance();
            }
            return None;
        };
        self.advance();
        self.full_stop();
        if !VERSIONS.contains(&version) {
            let known = VERSIONS.map(|version| version.to_string()).join(", ");
            self.report(Mistake::new(
                Code::Version,
                number.span,
                format!("version {version} of the language is not known; known: {known}"),
                "write a version that is known, or use a newer program",
            ));
        }
        Some(Spanned::new(version, number.span))
    }

    /// The keyword that a word at the start of a block is or was meant as; what is neither is reported.
    fn block_keyword(&mut self, word: &str, span: Span) -> Option<&'static str> {
        if let Some(keyword) = BLOCKS.iter().find(|block| **block == word) {
            return Some(keyword);
        }
        if word == "end" {
            self.report(Mistake::new(
                Code::Expected,
                span,
                "this `end` ends nothing: no block is open here",
                "take it out",
            ));
            return None;
        }
        if word == "accordance" {
            self.report(Mistake::new(
                Code::Version,
                span,
                "the version of the language stands on the first line, and once",
                "take it out here",
            ));
            return None;
        }
        let meant = vocabulary::meant(word, &BLOCKS);
        let label = meant.map_or_else(
            || format!("start with {}", vocabulary::listed(&BLOCKS)),
            |meant| format!("the nearest is `{meant}`: write `{meant}`"),
        );
        let message = format!("a block should start here, and there is `{}`", shown(word));
        self.report(Mistake::new(Code::UnknownWord, span, message, label));
        meant
    }

    fn block(&mut self, file: &mut File, keyword: &str, start: Span) {
        let before = self.mistakes.len();
        self.misnamed.clear();
        let block = match keyword {
            "import" => {
                if let Some(first) = file.blocks.first() {
                    let mistake = Mistake::new(
                        Code::MisplacedClause,
                        start,
                        "an `import` stands before all blocks, and here it follows one",
                        "move it below the first line",
                    )
                    .related(Span::at(first.span().start), "the first block");
                    self.report(mistake);
                }
                match self.text() {
                    Ok(path) => {
                        let span = self.since(start);
                        file.imports.push(Import { path, span });
                    }
                    Err(_) => self.skip_to_block(),
                }
                return self.end_of_line_block(keyword);
            }
            "param" => self.param(start).map(Block::Param),
            "define" => self.define(start).map(Block::Define),
            "rule" => Some(Block::Rule(self.rule(start))),
            "matrix" => Some(Block::Matrix(self.matrix(start))),
            "test" => Some(Block::Test(self.test(start))),
            _ => Some(Block::Waiver(self.waiver(start))),
        };
        let mut block = block;
        if self.mistakes.len() > before
            && let Some(block) = &mut block
        {
            super::recovery::mark(block);
        }
        file.blocks.extend(block);
        if matches!(keyword, "param" | "define") {
            self.end_of_line_block(keyword);
        }
    }

    /// After a block without `end`, the next one starts.
    fn end_of_line_block(&mut self, keyword: &str) {
        self.comments_with_dashes();
        let token = self.peek().clone();
        let ends = token.kind == Kind::End
            || token.first_on_line && token.word().is_some()
            || token.word().is_some_and(|word| BLOCKS.contains(&word));
        if ends {
            return;
        }
        if token.kind != Kind::Unreadable {
            let message = format!("the `{keyword}` is complete, and {} follows", self.found(&token));
            self.report(Mistake::new(
                Code::Expected,
                token.span,
                message,
                "take it out, or start the next block on a line of its own",
            ));
        }
        self.skip_to_block();
    }

    /// `"param" name "=" expression [ text ]`, at the name
    fn param(&mut self, start: Span) -> Option<Param> {
        let name = self.or_skip(Self::variable)?;
        let value = self.or_skip(|parser| {
            parser.need_sign(Sign::Equal)?;
            parser.expression()
        });
        let description = match self.peek().kind {
            Kind::Text { .. } => self.text().ok(),
            _ => None,
        };
        Some(Param { name, value, description, has_mistakes: false, span: self.since(start) })
    }

    /// `"define" name "(" name { "," name } ")" "=" expression`, at the name
    fn define(&mut self, start: Span) -> Option<Define> {
        let name = self.or_skip(Self::variable)?;
        let has_none = self.peek().is_sign(Sign::Equal)
            || self.peek().is_sign(Sign::RoundOpen) && self.peek_by(1).is_sign(Sign::RoundClose);
        if has_none {
            let text = shown(&name.text);
            self.report(Mistake::new(
                Code::Expected,
                name.span,
                "a `define` names its arguments in brackets, and this one has none",
                format!("write `define {text}(…) = …`; a fixed value is a `param`, and one of a rule alone a `let`"),
            ));
            self.skip_to_block();
            return Some(Define {
                name,
                arguments: Vec::new(),
                value: None,
                has_mistakes: true,
                span: self.since(start),
            });
        }
        let arguments = self.or_skip(|parser| {
            let open = parser.need_sign(Sign::RoundOpen)?;
            let mut arguments = vec![parser.variable()?];
            while parser.take_sign(Sign::Comma).is_some() {
                arguments.push(parser.variable()?);
            }
            parser.close(Sign::RoundClose, open)?;
            parser.need_sign(Sign::Equal)?;
            Ok(arguments)
        });
        let value = match arguments {
            Some(_) => self.or_skip(Self::expression),
            None => None,
        };
        let arguments: Vec<Name> = arguments.unwrap_or_default();
        Some(Define { name, arguments, value, has_mistakes: false, span: self.since(start) })
    }

    /// Reads a part of a block without `end`; where it stops, reading goes on at the next block.
    fn or_skip<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Option<T> {
        let result = read(self).ok();
        if result.is_none() {
            self.skip_to_block();
        }
        result
    }
}
