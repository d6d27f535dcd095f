//! How is a module written so that it compresses well?
//!
//! Functions that begin alike stand side by side: they are ordered by their types, then by their bytes.
//! Of functions that are the same one stays, one that only calls another gives way to it, and only types
//! that are used stay. Sections that nothing runs, names and makers, are left out, and so is what puts
//! nothing into a table. A file becomes 3 to 6 % smaller, measured with brotli at its best.

use crate::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, ElementSection, FunctionSection, Module, TypeSection};
use wasmparser::{
    BlockType, CodeSectionReader, CustomSectionReader, Element, ElementItems, ElementKind,
    ElementSectionReader, FuncType, FunctionBody, FunctionSectionReader, Operator, Parser, Payload,
    TypeRef, TypeSectionReader,
};

/// Writes a module's file anew.
pub(crate) fn file(path: &Path) -> Result<()> {
    let trouble = |error: String| format!("cannot tidy {}: {error}", path.display());
    let wasm = fs::read(path).map_err(|error| trouble(error.to_string()))?;
    let tidy = tidied(&wasm).map_err(trouble)?;
    fs::write(path, tidy).map_err(|error| trouble(error.to_string()))
}

/// The same module, written anew. An error says what is wrong with it.
pub(crate) fn tidied(module: &[u8]) -> Result<Vec<u8>> {
    let mut module = module.to_owned();
    loop {
        let mut order = Order::of(&module).map_err(|error| error.to_string())?;
        let mut out = Module::new();
        let written = order.parse_core_module(&mut out, Parser::new(0), &module);
        written.map_err(|error| error.to_string())?;
        module = out.finish();
        // What called two functions that were the same may now be the same itself.
        if !order.has_folded {
            return Ok(module);
        }
    }
}

/// Where types and functions will stand.
#[derive(Default)]
struct Order {
    /// The types that stay, and by its old number the new one of each.
    types: Vec<FuncType>,
    type_numbers: BTreeMap<u32, u32>,
    /// The functions that stay, by their old numbers among those with a body, and by its old number among
    /// all the new one of each.
    functions: Vec<usize>,
    function_numbers: Vec<u32>,
    /// The new types of the functions that stay.
    kinds: Vec<u32>,
    /// Whether functions were the same.
    has_folded: bool,
    /// Whether its table is another's, and may hold something before.
    imports_table: bool,
}

/// What is in a module.
#[derive(Default)]
struct Found<'a> {
    types: Vec<FuncType>,
    /// The types of imported functions, which have the first numbers.
    imported: Vec<u32>,
    /// The types of the others, and their code.
    own: Vec<(u32, FunctionBody<'a>)>,
    imports_table: bool,
}

impl<'a> Found<'a> {
    fn of(module: &'a [u8]) -> wasmparser::Result<Self> {
        let mut found = Self::default();
        let mut kinds: Vec<u32> = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::TypeSection(section) => {
                    found.types =
                        section.into_iter_err_on_gc_types().collect::<wasmparser::Result<_>>()?;
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        match import?.ty {
                            TypeRef::Func(kind) => found.imported.push(kind),
                            TypeRef::Table(_) => found.imports_table = true,
                            _ => {}
                        }
                    }
                }
                Payload::FunctionSection(section) => {
                    kinds = section.into_iter().collect::<wasmparser::Result<_>>()?;
                }
                Payload::CodeSectionEntry(body) => found.own.push((kinds[found.own.len()], body)),
                _ => {}
            }
        }
        Ok(found)
    }

    /// Functions that only call another, with that one. None of them calls itself in the end.
    fn instead(&self) -> wasmparser::Result<BTreeMap<usize, usize>> {
        let first = self.imported.len();
        let kind_of = |function: usize| match function.checked_sub(first) {
            Some(own) => self.own.get(own).map(|(kind, _)| *kind),
            None => Some(self.imported[function]),
        };
        let mut instead = BTreeMap::new();
        for (function, (kind, body)) in (first..).zip(&self.own) {
            let called = only_calls(body, self.types[*kind as usize].params().len())?;
            if let Some(called) = called.filter(|called| kind_of(*called) == Some(*kind))
                && last(&instead, called) != function
            {
                instead.insert(function, called);
            }
        }
        Ok(instead)
    }
}

/// Where a function leads in the end.
fn last(instead: &BTreeMap<usize, usize>, mut function: usize) -> usize {
    while let Some(called) = instead.get(&function) {
        function = *called;
    }
    function
}

impl Order {
    fn of(module: &[u8]) -> wasmparser::Result<Self> {
        let found = Found::of(module)?;
        let instead = found.instead()?;
        let first = found.imported.len();
        let mut order = Self {
            function_numbers: (0..(first + found.own.len()) as u32).collect(),
            has_folded: !instead.is_empty(),
            imports_table: found.imports_table,
            ..Self::default()
        };
        let code = |own: &usize| (found.own[*own].0, found.own[*own].1.as_bytes());
        let mut sorted: Vec<usize> =
            (0..found.own.len()).filter(|own| !instead.contains_key(&(first + own))).collect();
        sorted.sort_by_key(code);
        let mut used: BTreeSet<u32> = found.imported.iter().copied().collect();
        for same in sorted.chunk_by(|a, b| code(a) == code(b)) {
            let number = (first + order.functions.len()) as u32;
            for own in same {
                order.function_numbers[first + own] = number;
            }
            order.has_folded |= same.len() > 1;
            order.functions.push(same[0]);
            let (kind, body) = &found.own[same[0]];
            used.insert(*kind);
            types_in(body, &mut used)?;
        }
        for function in instead.keys() {
            order.function_numbers[*function] = order.function_numbers[last(&instead, *function)];
        }
        order.type_numbers = used.iter().copied().zip(0..).collect();
        order.kinds =
            order.functions.iter().map(|own| order.type_numbers[&found.own[*own].0]).collect();
        order.types = used.iter().map(|kind| found.types[*kind as usize].clone()).collect();
        Ok(order)
    }
}

/// The function that another one calls, with its own arguments, if it does nothing else.
fn only_calls(body: &FunctionBody<'_>, arguments: usize) -> wasmparser::Result<Option<usize>> {
    let mut operators = body.get_operators_reader()?;
    for argument in 0..arguments {
        match operators.read()? {
            Operator::LocalGet { local_index } if local_index as usize == argument => {}
            _ => return Ok(None),
        }
    }
    let called = match operators.read()? {
        Operator::Call { function_index } => function_index as usize,
        _ => return Ok(None),
    };
    let ends = matches!(operators.read()?, Operator::End) && operators.eof();
    Ok(ends.then_some(called))
}

/// The types that a function's code names.
fn types_in(body: &FunctionBody<'_>, types: &mut BTreeSet<u32>) -> wasmparser::Result<()> {
    for operator in body.get_operators_reader()? {
        if let Operator::CallIndirect { type_index: kind, .. }
        | Operator::Block { blockty: BlockType::FuncType(kind) }
        | Operator::Loop { blockty: BlockType::FuncType(kind) }
        | Operator::If { blockty: BlockType::FuncType(kind) } = operator?
        {
            types.insert(kind);
        }
    }
    Ok(())
}

/// Whether an element puts nothing into a table: as it is before.
fn is_empty(element: &Element<'_>) -> wasmparser::Result<bool> {
    let (ElementKind::Active { .. }, ElementItems::Expressions(_, items)) =
        (&element.kind, &element.items)
    else {
        return Ok(false);
    };
    for item in items.clone() {
        if !matches!(item?.get_operators_reader().read()?, Operator::RefNull { .. }) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What came out of writing something anew.
type Recoded<T> = std::result::Result<T, Error<String>>;

impl Reencode for Order {
    type Error = String;

    fn function_index(&mut self, function: u32) -> Recoded<u32> {
        let number = self.function_numbers.get(function as usize).copied();
        number.ok_or_else(|| Error::UserError(format!("no function {function}")))
    }

    fn type_index(&mut self, kind: u32) -> Recoded<u32> {
        let number = self.type_numbers.get(&kind).copied();
        number.ok_or_else(|| Error::UserError(format!("no type {kind}")))
    }

    fn parse_custom_section(&mut self, _: &mut Module, _: CustomSectionReader<'_>) -> Recoded<()> {
        Ok(())
    }

    fn parse_type_section(
        &mut self,
        types: &mut TypeSection,
        _: TypeSectionReader<'_>,
    ) -> Recoded<()> {
        for kind in self.types.clone() {
            types.ty().func_type(&self.func_type(kind)?);
        }
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        _: FunctionSectionReader<'_>,
    ) -> Recoded<()> {
        for kind in &self.kinds {
            functions.function(*kind);
        }
        Ok(())
    }

    fn parse_element_section(
        &mut self,
        elements: &mut ElementSection,
        section: ElementSectionReader<'_>,
    ) -> Recoded<()> {
        for element in section {
            let element = element?;
            if self.imports_table || !is_empty(&element)? {
                self.parse_element(elements, element)?;
            }
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Recoded<()> {
        let bodies: Vec<FunctionBody<'_>> =
            section.into_iter().collect::<wasmparser::Result<_>>()?;
        for function in self.functions.clone() {
            self.parse_function_body(code, bodies[function].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with functions of one of two types, which do what is given, all of them exported.
    fn module(functions: &[(u32, &[wasm_encoder::Instruction<'_>])]) -> Vec<u8> {
        use wasm_encoder::{
            ExportKind, ExportSection, Function, Instruction, NameMap, NameSection, ValType,
        };
        let mut types = TypeSection::new();
        types.ty().function([], [ValType::I32]);
        types.ty().function([ValType::F64], []);
        types.ty().function([ValType::I32], [ValType::I32]);
        let (mut kinds, mut exports, mut code, mut names) =
            (FunctionSection::new(), ExportSection::new(), CodeSection::new(), NameMap::new());
        for (at, (kind, instructions)) in functions.iter().enumerate() {
            kinds.function(*kind);
            exports.export(&format!("f{at}"), ExportKind::Func, at as u32);
            let mut function = Function::new([]);
            for instruction in instructions.iter().chain([&Instruction::End]) {
                function.instruction(instruction);
            }
            code.function(&function);
            names.append(at as u32, "a name");
        }
        let mut name = NameSection::new();
        name.functions(&names);
        let mut module = Module::new();
        module.section(&types).section(&kinds).section(&exports).section(&code).section(&name);
        module.finish()
    }

    /// What is in a module: its types, the types of its functions, where its exports lead, its code.
    fn read(module: &[u8]) -> (usize, Vec<u32>, Vec<u32>, Vec<Vec<u8>>) {
        let mut found = (0, Vec::new(), Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(module) {
            match payload.unwrap() {
                Payload::TypeSection(section) => found.0 = section.count() as usize,
                Payload::FunctionSection(section) => {
                    found.1 = section.into_iter().flatten().collect();
                }
                Payload::ExportSection(section) => {
                    found.2 = section.into_iter().flatten().map(|export| export.index).collect();
                }
                Payload::CodeSectionEntry(body) => found.3.push(body.as_bytes().to_owned()),
                Payload::CustomSection(section) => panic!("{} is left", section.name()),
                _ => {}
            }
        }
        found
    }

    #[test]
    fn a_function_that_only_calls_another_gives_way_to_it() {
        let tidy = tidied(&module(&[
            (0, &[I32Const(1)]),
            (0, &[Call(0)]),
            (0, &[Call(1)]),
            (2, &[LocalGet(0), Call(4)]),
            (2, &[LocalGet(0)]),
            // With another argument, and of another type.
            (2, &[I32Const(0), Call(4)]),
            (2, &[Call(0)]),
            // In the end each calls itself.
            (1, &[LocalGet(0), Call(8)]),
            (1, &[LocalGet(0), Call(7)]),
        ]));
        let (_, kinds, exports, _) = read(&tidy.unwrap());
        assert_eq!((kinds.len(), exports.len()), (5, 9));
        assert!(exports[1] == exports[0] && exports[2] == exports[0]);
        assert_eq!(exports[3], exports[4]);
        assert!(exports[5] != exports[4] && exports[6] != exports[0]);
        assert_eq!(exports[7], exports[8]);
    }

    #[test]
    fn what_puts_nothing_into_a_new_table_is_left_out() {
        use wasm_encoder::{ConstExpr, Elements, EntityType, HeapType, ImportSection, RefType};
        use wasm_encoder::{TableSection, TableType};
        let kind = TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 9,
            maximum: None,
            shared: false,
        };
        let left = |is_imported: bool| {
            let mut types = TypeSection::new();
            types.ty().function([], []);
            let (mut imports, mut tables) = (ImportSection::new(), TableSection::new());
            imports.import("a", "function", EntityType::Function(0));
            if is_imported {
                imports.import("a", "table", kind);
            } else {
                tables.table(kind);
            }
            let mut elements = ElementSection::new();
            for item in [ConstExpr::ref_null(HeapType::FUNC), ConstExpr::ref_func(0)] {
                let items = Elements::Expressions(RefType::FUNCREF, vec![item].into());
                elements.active(None, &ConstExpr::i32_const(3), items);
            }
            let mut module = Module::new();
            module.section(&types).section(&imports).section(&tables).section(&elements);
            let tidy = tidied(&module.finish()).unwrap();
            let sections = Parser::new(0).parse_all(&tidy).map(|payload| match payload.unwrap() {
                Payload::ElementSection(section) => section.count(),
                _ => 0,
            });
            sections.sum::<u32>()
        };
        assert_eq!((left(false), left(true)), (1, 2));
    }

    use wasm_encoder::Instruction::{Call, Drop, I32Const, LocalGet};

    #[test]
    fn functions_stand_by_type_and_alike_beside_alike() {
        let tidy = tidied(&module(&[
            (0, &[I32Const(7)]),
            (1, &[]),
            (0, &[I32Const(5)]),
            (0, &[Call(2), Drop, I32Const(6)]),
        ]));
        let (types, kinds, exports, bodies) = read(&tidy.unwrap());
        assert_eq!(types, 2, "the third is not used");
        assert_eq!(kinds, [0, 0, 0, 1]);
        assert_eq!(exports, [2, 3, 1, 0]);
        // The one that calls begins with a smaller byte; it calls the one that it called before.
        assert_eq!(bodies[0], [0, 0x10, 1, 0x1a, 0x41, 6, 0x0b]);
    }

    #[test]
    fn of_functions_that_are_the_same_one_stays() {
        // The last two are the same once the first two are; the third has another type.
        let tidy = tidied(&module(&[
            (0, &[I32Const(1)]),
            (0, &[I32Const(1)]),
            (2, &[I32Const(1)]),
            (0, &[Call(0), Drop, I32Const(2)]),
            (0, &[Call(1), Drop, I32Const(2)]),
        ]));
        let (_, kinds, exports, _) = read(&tidy.unwrap());
        assert_eq!(kinds, [0, 0, 1]);
        assert_eq!(exports[0], exports[1]);
        assert_eq!(exports[3], exports[4]);
        assert_ne!(exports[0], exports[3]);
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(tidied(b"").is_err());
        assert!(tidied(b"\0asm\x01\0\0\0\x01\x09\0").is_err());
    }
}
