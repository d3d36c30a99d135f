//! HTML as the tree a browser makes of it, within bounds: a small mail can ask for a tree of gigabytes, or for minutes.
//!
//! html5ever reads as browsers do (WHATWG HTML, 13.2). It is given the text in pieces, and what has grown is looked at between
//! them: each block inside 300 open `<b>` opens all of them again, and a tag of 100,000 attributes compares each with all.

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, Namespace, QualName, TokenizerResult, ns};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Octets of HTML that are read.
pub(super) const MAX_INPUT: usize = 512 * 1024;
/// Elements and texts of a tree. A newsletter of 200 kB has some 5,000.
const MAX_NODES: usize = 40_000;
/// Elements inside one another.
const MAX_DEPTH: usize = 256;
/// Octets of all attributes: an element that is opened again in each paragraph brings its own along every time.
const MAX_ATTRIBUTE_OCTETS: usize = 1024 * 1024;
/// Attributes of one element that are kept.
const MAX_ATTRIBUTES: usize = 60;
/// What can separate attributes, in one tag; a picture inside the text has some thousand slashes.
const MAX_SEPARATORS: usize = 10_000;
/// Octets between two looks at what has grown.
const PIECE: usize = 128;

/// Says that a text would cost more to read than a mail is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooMuch;

/// Names a node of a tree.
pub(super) type NodeId = usize;

/// A node; what is neither element nor text is not kept.
#[derive(Debug)]
pub(super) enum Data {
    Element { name: Rc<QualName>, attributes: Vec<Attribute> },
    Text(StrTendril),
    Other,
}

#[derive(Debug)]
pub(super) struct Node {
    parent: Option<NodeId>,
    pub children: Vec<NodeId>,
    pub data: Data,
    depth: usize,
}

/// A document; node 0 is its root.
#[derive(Debug, Default)]
pub(super) struct Tree(Vec<Node>);

impl Tree {
    /// Reads a document.
    pub fn read(html: &str) -> Result<Self, TooMuch> {
        if html.len() > MAX_INPUT { Err(TooMuch) } else { Self::grown(html) }
    }

    /// Reads a document of any length; what it grows to has the same bounds.
    pub fn grown(html: &str) -> Result<Self, TooMuch> {
        let options = TreeBuilderOpts { scripting_enabled: false, drop_doctype: true, ..TreeBuilderOpts::default() };
        let counted = Counted { inner: TreeBuilder::new(Sink::default(), options), tokens: Cell::new(0) };
        let tokenizer = Tokenizer::new(counted, TokenizerOpts::default());
        let queue = BufferQueue::default();
        let (mut separators, mut tokens) = (0, 0);
        for piece in pieces(html) {
            queue.push_back(StrTendril::from_slice(piece));
            while matches!(tokenizer.feed(&queue), TokenizerResult::Script(_)) {}
            let counted = &tokenizer.sink;
            separators = if counted.tokens.get() == tokens { separators } else { 0 };
            tokens = counted.tokens.get();
            separators += piece.bytes().filter(|octet| octet.is_ascii_whitespace() || b"/=".contains(octet)).count();
            if separators > MAX_SEPARATORS || counted.inner.sink.full.get() {
                return Err(TooMuch);
            }
        }
        tokenizer.end();
        let sink = tokenizer.sink.inner.sink;
        let tree = Self(sink.nodes.into_inner());
        if sink.full.get() || tree.is_deep() { Err(TooMuch) } else { Ok(tree) }
    }

    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.0.get(id)
    }

    pub fn children(&self, id: NodeId) -> &[NodeId] {
        self.0.get(id).map(|node| node.children.as_slice()).unwrap_or_default()
    }

    /// Collects the text inside a node, as far as `most` octets.
    pub fn text(&self, id: NodeId, most: usize) -> String {
        let (mut text, mut open) = (String::new(), vec![id]);
        while let Some(node) = open.pop().and_then(|id| self.node(id)) {
            match &node.data {
                Data::Text(piece) => text.push_str(piece),
                _ => open.extend(node.children.iter().rev()),
            }
            if text.len() > most {
                break;
            }
        }
        text
    }

    /// Tells whether nodes moved while reading ended deeper than they were counted.
    fn is_deep(&self) -> bool {
        let mut open = vec![(0, 0)];
        while let Some((id, depth)) = open.pop() {
            if depth > MAX_DEPTH {
                return true;
            }
            open.extend(self.children(id).iter().map(|&child| (child, depth + 1)));
        }
        false
    }
}

/// Cuts a text into pieces at the borders of characters.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, after) = rest.split_at_checked(rest.floor_char_boundary(PIECE))?;
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Counts the tokens on their way to the tree.
struct Counted {
    inner: TreeBuilder<Handle, Sink>,
    tokens: Cell<usize>,
}

impl TokenSink for Counted {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        // A parse error says something about a tag that goes on.
        if !matches!(token, Token::ParseError(_)) {
            self.tokens.set(self.tokens.get() + 1);
        }
        self.inner.process_token(token, line)
    }

    fn end(&self) {
        self.inner.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.inner.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

#[derive(Clone)]
struct Handle {
    id: NodeId,
    name: Rc<QualName>,
    /// Set for the `annotation-xml` of MathML that holds HTML.
    holds_html: bool,
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
    full: Cell<bool>,
    attribute_octets: Cell<usize>,
    no_name: Rc<QualName>,
}

impl Default for Sink {
    fn default() -> Self {
        let root = Node { parent: None, children: Vec::new(), data: Data::Other, depth: 0 };
        let no_name = Rc::new(QualName::new(None, ns!(), LocalName::from("")));
        Self { nodes: RefCell::new(vec![root]), full: Cell::new(false), attribute_octets: Cell::new(0), no_name }
    }
}

#[derive(Debug)]
struct Name<'a>(&'a QualName);

impl ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Sink {
    fn add(&self, data: Data) -> NodeId {
        let mut nodes = self.nodes.borrow_mut();
        if nodes.len() >= MAX_NODES {
            self.full.set(true);
        }
        nodes.push(Node { parent: None, children: Vec::new(), data, depth: 0 });
        nodes.len() - 1
    }

    fn bare(&self, id: NodeId) -> Handle {
        Handle { id, name: self.no_name.clone(), holds_html: false }
    }

    /// Puts a node or a text among the children of `parent`, before `sibling` or at the end.
    fn put(&self, parent: NodeId, sibling: Option<NodeId>, child: NodeOrText<Handle>) {
        let at = |nodes: &[Node]| {
            let children = nodes.get(parent).map(|node| node.children.as_slice()).unwrap_or_default();
            // From the end: that is where a browser puts what it moves.
            sibling.and_then(|sibling| children.iter().rposition(|&id| id == sibling)).unwrap_or(children.len())
        };
        let child = match child {
            NodeOrText::AppendNode(handle) => handle.id,
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let at = at(&nodes);
                let before = nodes.get(parent).and_then(|node| node.children.get(at.checked_sub(1)?).copied());
                if let Some(Node { data: Data::Text(there), .. }) = before.and_then(|id| nodes.get_mut(id)) {
                    there.push_tendril(&text);
                    return;
                }
                drop(nodes);
                self.add(Data::Text(text))
            }
        };
        self.cut(child);
        let mut nodes = self.nodes.borrow_mut();
        let at = at(&nodes);
        let depth = nodes.get(parent).map_or(0, |node| node.depth) + 1;
        if depth > MAX_DEPTH {
            self.full.set(true);
        }
        if let Some(node) = nodes.get_mut(parent) {
            node.children.insert(at, child);
        }
        if let Some(node) = nodes.get_mut(child) {
            (node.parent, node.depth) = (Some(parent), depth);
        }
    }

    fn cut(&self, id: NodeId) {
        let mut nodes = self.nodes.borrow_mut();
        let Some(parent) = nodes.get_mut(id).and_then(|node| node.parent.take()) else { return };
        if let Some(node) = nodes.get_mut(parent)
            && let Some(at) = node.children.iter().rposition(|&child| child == id)
        {
            node.children.remove(at);
        }
    }

    fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.nodes.borrow().get(id).and_then(|node| node.parent)
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = ();
    type ElemName<'a> = Name<'a>;

    fn finish(self) {}

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.bare(0)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> Name<'a> {
        Name(&target.name)
    }

    fn create_element(&self, name: QualName, mut attributes: Vec<Attribute>, flags: ElementFlags) -> Handle {
        let name = Rc::new(name);
        attributes.truncate(MAX_ATTRIBUTES);
        let octets: usize = attributes.iter().map(|attribute| attribute.value.len()).sum();
        self.attribute_octets.set(self.attribute_octets.get() + octets);
        if self.attribute_octets.get() > MAX_ATTRIBUTE_OCTETS {
            self.full.set(true);
        }
        let id = self.add(Data::Element { name: name.clone(), attributes });
        Handle { id, name, holds_html: flags.mathml_annotation_xml_integration_point }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.bare(self.add(Data::Other))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.bare(self.add(Data::Other))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(parent.id, None, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, before: &Handle, child: NodeOrText<Handle>) {
        match self.parent(element.id) {
            Some(parent) => self.put(parent, Some(element.id), child),
            None => self.put(before.id, None, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// The content of a template is no part of the document.
    fn get_template_contents(&self, _: &Handle) -> Handle {
        self.bare(self.add(Data::Other))
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let Some(parent) = self.parent(sibling.id) {
            self.put(parent, Some(sibling.id), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, new: Vec<Attribute>) {
        if let Some(Node { data: Data::Element { attributes, .. }, .. }) = self.nodes.borrow_mut().get_mut(target.id) {
            for attribute in new.into_iter().take(MAX_ATTRIBUTES) {
                if attributes.len() < MAX_ATTRIBUTES && !attributes.iter().any(|there| there.name == attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.cut(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut nodes = self.nodes.borrow_mut();
        let children = nodes.get_mut(node.id).map(|node| std::mem::take(&mut node.children)).unwrap_or_default();
        let depth = nodes.get(new_parent.id).map_or(0, |node| node.depth) + 1;
        for &child in &children {
            if let Some(child) = nodes.get_mut(child) {
                (child.parent, child.depth) = (Some(new_parent.id), depth);
            }
        }
        if let Some(parent) = nodes.get_mut(new_parent.id) {
            parent.children.extend(children);
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &Handle) -> bool {
        handle.holds_html
    }
}
