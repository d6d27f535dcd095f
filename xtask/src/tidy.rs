//! How is a module written so that it compresses well?
//!
//! Functions that begin alike stand side by side: they are ordered by their types, then by their bytes.
//! Of functions that are the same one stays, and only types that are used. Sections that nothing runs,
//! names and makers, are left out. A file becomes 3 to 6 % smaller, measured with brotli at its best.

use crate::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module, TypeSection};
use wasmparser::{
    BinaryReaderError, BlockType, CodeSectionReader, CustomSectionReader, FuncType, FunctionBody,
    FunctionSectionReader, Operator, Parser, Payload, TypeRef, TypeSectionReader,
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
}

impl Order {
    fn of(module: &[u8]) -> std::result::Result<Self, BinaryReaderError> {
        let (mut types, mut kinds, mut bodies, mut imported) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::TypeSection(section) => {
                    types =
                        section.into_iter_err_on_gc_types().collect::<wasmparser::Result<_>>()?;
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        if let TypeRef::Func(kind) = import?.ty {
                            imported.push(kind);
                        }
                    }
                }
                Payload::FunctionSection(section) => {
                    kinds = section.into_iter().collect::<wasmparser::Result<_>>()?;
                }
                Payload::CodeSectionEntry(body) => bodies.push(body),
                _ => {}
            }
        }
        let all: Vec<(u32, &[u8])> =
            kinds.into_iter().zip(bodies.iter().map(FunctionBody::as_bytes)).collect();
        let mut sorted: Vec<usize> = (0..all.len()).collect();
        sorted.sort_by_key(|function| all[*function]);
        let mut order =
            Self { function_numbers: (0..imported.len() as u32).collect(), ..Self::default() };
        order.function_numbers.resize(imported.len() + all.len(), 0);
        let mut used: BTreeSet<u32> = imported.iter().copied().collect();
        for same in sorted.chunk_by(|a, b| all[*a] == all[*b]) {
            let number = (imported.len() + order.functions.len()) as u32;
            for function in same {
                order.function_numbers[imported.len() + function] = number;
            }
            order.has_folded |= same.len() > 1;
            order.functions.push(same[0]);
            used.insert(all[same[0]].0);
            types_in(&bodies[same[0]], &mut used)?;
        }
        order.type_numbers = used.iter().copied().zip(0..).collect();
        order.kinds =
            order.functions.iter().map(|function| order.type_numbers[&all[*function].0]).collect();
        order.types = used.iter().map(|kind| types[*kind as usize].clone()).collect();
        Ok(order)
    }
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

    use wasm_encoder::Instruction::{Call, Drop, I32Const};

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
            (0, &[Call(0)]),
            (0, &[Call(1)]),
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
