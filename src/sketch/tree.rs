//! From the headings of documents to the tree of a template's sections.

use std::collections::HashSet;

use super::{SectionSketch, Sketch};
use crate::document::Heading;
use crate::template::{Builtin, SectionSpec, Shape};
use crate::title::{key, without_bracket};

/// A section of a document, as a template may ask for it.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its title, as it is seen.
    pub title: String,
    /// The index of the node around it.
    pub parent: Option<usize>,
    /// The base's section that it is, where the document was read with the base.
    pub spec: Option<usize>,
    /// A role that it has whatever its title.
    pub role: Option<&'static str>,
    /// Whether a document must have it.
    pub required: bool,
    /// Words for an honest "nothing here" that stand in it.
    pub none: Vec<String>,
}

/// Whether the first of some headings is the title of the document and no section: one that the base
/// does not know and that stands above all others.
#[must_use]
pub fn is_title(headings: &[Heading]) -> bool {
    let Some((first, rest)) = headings.split_first() else { return false };
    let deeper = |other: &Heading| other.level == 0 || other.level > first.level;
    first.level > 0 && first.spec.is_none() && !rest.is_empty() && rest.iter().all(deeper)
}

/// A section of the tree that is being put together.
struct Branch {
    title: String,
    /// The titles it goes by in the documents, in the form they are compared in.
    keys: Vec<(String, String)>,
    spec: Option<usize>,
    role: Option<&'static str>,
    children: Vec<usize>,
    /// The documents that have it, in order.
    documents: Vec<usize>,
    required: bool,
    none: Vec<String>,
}

/// The sections of some documents as one tree.
pub(super) struct Tree {
    shape: Option<&'static Shape>,
    branches: Vec<Branch>,
    roots: Vec<usize>,
    documents: usize,
}

impl Tree {
    pub(super) fn new(base: &'static Builtin) -> Self {
        Self { shape: base.shape(), branches: Vec::new(), roots: Vec::new(), documents: 0 }
    }

    /// Takes in the sections of one more document.
    pub(super) fn add(&mut self, nodes: &[Node]) {
        let document = self.documents;
        self.documents += 1;
        let mut places: Vec<Option<usize>> = Vec::with_capacity(nodes.len());
        for node in nodes {
            let parent = node.parent.and_then(|parent| places.get(parent).copied().flatten());
            places.push(self.add_one(node, parent, document));
        }
    }

    /// The branch of a node; `None` for a title without letters, which cannot be found again.
    fn add_one(&mut self, node: &Node, parent: Option<usize>, document: usize) -> Option<usize> {
        let title = clean(self.shape, &node.title);
        let own = key(&title);
        if own.is_empty() {
            return parent;
        }
        let siblings = parent.map_or(&self.roots, |parent| &self.branches[parent].children);
        let is_in = |&at: &usize| self.branches[at].documents.contains(&document);
        let same_title = |&at: &usize| self.branches[at].keys.iter().any(|(key, _)| *key == own);
        let same_spec =
            |at: &usize| node.spec.is_some() && self.branches[*at].spec == node.spec && !is_in(at);
        let found = siblings.iter().copied().find(same_title);
        let found = found.or_else(|| siblings.iter().copied().find(same_spec));
        // A new one comes after the one before it in its own document.
        let after = siblings.iter().rposition(is_in).map_or(0, |at| at + 1);
        let at = found.unwrap_or_else(|| self.insert(node, title.clone(), parent, after));
        let branch = &mut self.branches[at];
        if !branch.keys.iter().any(|(key, _)| *key == own) {
            branch.keys.push((own, title));
        }
        if branch.documents.last() != Some(&document) {
            branch.documents.push(document);
        }
        branch.required &= node.required;
        branch.role = branch.role.or(node.role);
        for word in &node.none {
            if !branch.none.contains(word) {
                branch.none.push(word.clone());
            }
        }
        Some(at)
    }

    fn insert(&mut self, node: &Node, title: String, parent: Option<usize>, at: usize) -> usize {
        let index = self.branches.len();
        self.branches.push(Branch {
            title,
            keys: Vec::new(),
            spec: node.spec,
            role: node.role,
            children: Vec::new(),
            documents: Vec::new(),
            required: true,
            none: Vec::new(),
        });
        let siblings = match parent {
            Some(parent) => &mut self.branches[parent].children,
            None => &mut self.roots,
        };
        siblings.insert(at.min(siblings.len()), index);
        index
    }

    /// The sections, parents before children. One that not all documents have is not required.
    pub(super) fn sections(&self) -> Vec<SectionSketch> {
        let keys = self.branches.iter().flat_map(|branch| &branch.keys);
        let mut taken = Taken {
            keys: keys.map(|(key, _)| key.clone()).collect(),
            specs: HashSet::new(),
            roles: HashSet::new(),
        };
        let mut sections = Vec::with_capacity(self.branches.len());
        let mut open: Vec<(usize, Option<usize>)> =
            self.roots.iter().rev().map(|&root| (root, None)).collect();
        while let Some((at, parent)) = open.pop() {
            let branch = &self.branches[at];
            sections.push(self.section(branch, parent, &mut taken));
            let own = sections.len() - 1;
            open.extend(branch.children.iter().rev().map(|&child| (child, Some(own))));
        }
        sections
    }

    fn section(&self, branch: &Branch, parent: Option<usize>, taken: &mut Taken) -> SectionSketch {
        let spec = self.spec(branch).filter(|(index, _)| taken.specs.insert(*index));
        let spec = spec.map(|(_, spec)| spec);
        let role = branch.role.filter(|role| !taken.roles.contains(*role)).map(str::to_owned);
        let role = role.or_else(|| spec.map(|spec| spec.role.clone()));
        let role = taken.role(role.unwrap_or_else(|| slug(&branch.title)));
        let others = branch.keys.iter().skip(1).map(|(_, title)| title.clone());
        let mut aliases: Vec<String> = others.collect();
        let known = spec
            .into_iter()
            .flat_map(|spec| std::iter::once(&spec.title).chain(&spec.aliases).map(String::as_str));
        for alias in known.chain([without_bracket(&branch.title).trim()]) {
            let key = key(alias);
            if !key.is_empty() && taken.keys.insert(key) {
                aliases.push(alias.to_owned());
            }
        }
        let mut none: Vec<String> = spec.map(|s| s.nothing.as_slice().to_vec()).unwrap_or_default();
        none.extend(
            branch.none.iter().filter(|word| !none.contains(word)).cloned().collect::<Vec<_>>(),
        );
        let required = branch.required && branch.documents.len() == self.documents;
        SectionSketch { role, title: branch.title.clone(), aliases, parent, required, none }
    }

    fn spec(&self, branch: &Branch) -> Option<(usize, &'static SectionSpec)> {
        let spec = branch.spec?;
        Some((spec, self.shape?.sections.get(spec)?))
    }
}

/// What is used already: a title or an alias means one section, and a role is unique.
struct Taken {
    keys: HashSet<String>,
    specs: HashSet<usize>,
    roles: HashSet<String>,
}

impl Taken {
    /// A role that no other section has.
    fn role(&mut self, wanted: String) -> String {
        let numbered = (2..).map(|number| format!("{wanted}-{number}"));
        let mut names = std::iter::once(wanted.clone()).chain(numbered);
        let free = names.find(|name| !self.roles.contains(name)).unwrap_or(wanted);
        self.roles.insert(free.clone());
        free
    }
}

/// A title on one line, without its number and the colon after it.
fn clean(shape: Option<&Shape>, title: &str) -> String {
    let line = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = shape.map_or(line.as_str(), |shape| shape.titles.without_number(&line));
    bare.trim_end_matches([':', '：', ' ']).trim().to_owned()
}

/// A role for a title that the base does not know: `root-causes`; for one without ASCII letters a number.
fn slug(title: &str) -> String {
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_ascii_lowercase).collect();
    let plain = title.chars().all(|c| c.is_ascii() || !c.is_alphanumeric());
    if plain && !words.is_empty() { words.join("-") } else { "section".to_owned() }
}

impl Sketch {
    /// Replaces the sections by those of some documents.
    pub(crate) fn set_sections<'a>(&mut self, documents: impl IntoIterator<Item = &'a [Node]>) {
        let mut tree = Tree::new(self.base);
        documents.into_iter().for_each(|nodes| tree.add(nodes));
        self.sections = tree.sections();
    }
}
