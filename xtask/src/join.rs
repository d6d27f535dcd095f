//! How do the modules of a piece become one?
//!
//! wasm-split writes a module for each set of pieces that share code: about a hundred of them make up
//! one piece, each with its own types and imports. What one of them calls in another it calls through the
//! table, by a bridge: a function of its own that does nothing else. Here they become one module.
//! Its types and imports stand there once, what is in it is called directly, and there is one bridge to
//! each function outside. Numbers, which wasm-split pads, are written as short as they can be.
//!
//! Pieces that share code bring it each; the one that comes later puts the same functions into the same
//! places of the table, and the same bytes into memory. So a piece holds no data that the program
//! changes: [`joined`] refuses it.

use crate::Result;
use std::collections::BTreeMap;
use std::ops::Range;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, FunctionSection,
    ImportSection, Module, TypeSection,
};
use wasmparser::{
    DataKind, ElementItems, ElementKind, FuncType, FunctionBody, Import, KnownCustom, Name,
    Operator, Parser, Payload, TypeRef,
};

/// One module of the modules.
///
/// `constant` are the addresses of data that never changes. An error says what is not understood.
pub(crate) fn joined(modules: &[Vec<u8>], constant: &Range<u32>) -> Result<Vec<u8>> {
    let parts: Vec<Part<'_>> =
        modules.iter().map(|module| Part::read(module)).collect::<Result<_>>()?;
    for (address, bytes) in parts.iter().flat_map(|part| &part.data) {
        let end = address.saturating_add(bytes.len() as u32);
        if !constant.contains(address) || end > constant.end {
            return Err(format!("a piece holds data that changes, at address {address}"));
        }
    }
    Joined::of(&parts)?.written(&parts).map_err(|error| error.to_string())
}

/// A module that wasm-split wrote.
#[derive(Default)]
struct Part<'a> {
    types: Vec<FuncType>,
    imports: Vec<Import<'a>>,
    /// The type of each function.
    functions: Vec<u32>,
    bodies: Vec<FunctionBody<'a>>,
    /// Functions by their places in the table.
    slots: Vec<(u32, u32)>,
    /// Bytes by their addresses.
    data: Vec<(u32, &'a [u8])>,
}

impl<'a> Part<'a> {
    fn read(module: &'a [u8]) -> Result<Self> {
        let mut part = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            part.take(payload).map_err(|error| format!("a piece of the program: {error}"))?;
        }
        Ok(part)
    }

    fn take(&mut self, payload: wasmparser::Result<Payload<'a>>) -> Result<()> {
        let told = |error: wasmparser::BinaryReaderError| error.to_string();
        match payload.map_err(told)? {
            Payload::TypeSection(section) => {
                for found in section.into_iter_err_on_gc_types() {
                    self.types.push(found.map_err(told)?);
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    self.imports.push(import.map_err(told)?);
                }
            }
            Payload::FunctionSection(section) => {
                for kind in section {
                    self.functions.push(kind.map_err(told)?);
                }
            }
            Payload::ElementSection(section) => {
                for element in section {
                    let element = element.map_err(told)?;
                    let (ElementKind::Active { offset_expr, .. }, ElementItems::Functions(all)) =
                        (element.kind, element.items)
                    else {
                        return Err("it fills the table in an unknown way".to_owned());
                    };
                    for (slot, function) in (constant(&offset_expr)?..).zip(all) {
                        self.slots.push((slot, function.map_err(told)?));
                    }
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::DataSection(section) => {
                for data in section {
                    let data = data.map_err(told)?;
                    let DataKind::Active { memory_index: 0, offset_expr } = data.kind else {
                        return Err("it fills memory in an unknown way".to_owned());
                    };
                    if !data.data.is_empty() {
                        self.data.push((constant(&offset_expr)?, data.data));
                    }
                }
            }
            Payload::ExportSection(section) if section.count() == 0 => {}
            Payload::Version { .. }
            | Payload::CustomSection(_)
            | Payload::DataCountSection { .. }
            | Payload::CodeSectionStart { .. }
            | Payload::End(_) => {}
            other => return Err(format!("it holds what is not expected: {other:?}")),
        }
        Ok(())
    }

    fn kind(&self, function: usize) -> Result<&FuncType> {
        let kind = self.functions.get(function).and_then(|kind| self.types.get(*kind as usize));
        kind.ok_or_else(|| "a function without a type".to_owned())
    }

    /// The place in the table that a function calls, if it is a bridge: if it only calls that, with its
    /// own arguments.
    fn bridge(&self, function: usize) -> Result<Option<u32>> {
        let told = |error: wasmparser::BinaryReaderError| error.to_string();
        let Some(body) = self.bodies.get(function) else { return Ok(None) };
        if body.get_locals_reader().map_err(told)?.get_count() != 0 {
            return Ok(None);
        }
        let mut operators = body.get_operators_reader().map_err(told)?;
        for argument in 0..self.kind(function)?.params().len() {
            match operators.read().map_err(told)? {
                Operator::LocalGet { local_index } if local_index as usize == argument => {}
                _ => return Ok(None),
            }
        }
        let Operator::I32Const { value } = operators.read().map_err(told)? else {
            return Ok(None);
        };
        let Ok(Operator::CallIndirect { table_index: 0, type_index }) = operators.read() else {
            return Ok(None);
        };
        let ends = matches!(operators.read(), Ok(Operator::End)) && operators.eof();
        let same = self.functions.get(function) == Some(&type_index);
        Ok((ends && same).then_some(value.cast_unsigned()))
    }
}

/// The number that a place begins at.
fn constant(offset: &wasmparser::ConstExpr<'_>) -> Result<u32> {
    let mut operators = offset.get_operators_reader();
    match (operators.read(), operators.read()) {
        (Ok(Operator::I32Const { value }), Ok(Operator::End)) => Ok(value.cast_unsigned()),
        _ => Err("a place that is no plain number".to_owned()),
    }
}

/// A function: the number of its part, and its number there.
type Place = (usize, usize);

/// Where everything is in the module that comes out.
#[derive(Default)]
struct Joined {
    types: Vec<FuncType>,
    /// The functions that stay.
    functions: Vec<Place>,
    /// Of each part.
    numbers: Vec<Numbers>,
    /// Functions by their places in the table.
    slots: BTreeMap<u32, u32>,
}

/// What the numbers in a part become.
#[derive(Default)]
struct Numbers {
    types: Vec<u32>,
    functions: Vec<u32>,
    globals: Vec<u32>,
}

impl Joined {
    fn of(parts: &[Part<'_>]) -> Result<Self> {
        let mut inside: BTreeMap<u32, Place> = BTreeMap::new();
        for (at, part) in parts.iter().enumerate() {
            for (slot, function) in &part.slots {
                if inside.insert(*slot, (at, *function as usize)).is_some() {
                    return Err(format!("two functions at place {slot} of the table"));
                }
            }
        }
        let mut joined = Self::default();
        let instead = joined.keep(parts, &inside)?;
        let new: BTreeMap<Place, u32> = joined.functions.iter().copied().zip(0..).collect();
        let number = |mut place: Place| {
            // A bridge may lead to a bridge, but only so far.
            for _ in 0..parts.len() {
                place = *instead.get(&place).unwrap_or(&place);
            }
            new.get(&place).copied().ok_or_else(|| "bridges that lead nowhere".to_owned())
        };
        let mut globals: Vec<(&str, &str)> = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let imported =
                part.imports.iter().filter(|import| matches!(import.ty, TypeRef::Global(_)));
            joined.numbers.push(Numbers {
                types: part.types.iter().map(|kind| once(&mut joined.types, kind)).collect(),
                functions: (0..part.functions.len())
                    .map(|k| number((at, k)))
                    .collect::<Result<_>>()?,
                globals: imported
                    .map(|found| once(&mut globals, &(found.module, found.name)))
                    .collect(),
            });
        }
        for (slot, place) in inside {
            joined.slots.insert(slot, number(place)?);
        }
        Ok(joined)
    }

    /// Keeps the functions that are needed, and gives what stands in for the others: bridges to what is
    /// inside vanish, of those to what is outside one stays.
    fn keep(
        &mut self,
        parts: &[Part<'_>],
        inside: &BTreeMap<u32, Place>,
    ) -> Result<BTreeMap<Place, Place>> {
        let (mut outside, mut instead) = (BTreeMap::new(), BTreeMap::new());
        for (at, part) in parts.iter().enumerate() {
            for function in 0..part.functions.len() {
                let here = (at, function);
                let target = match part.bridge(function)? {
                    Some(slot) => *inside.get(&slot).unwrap_or(outside.entry(slot).or_insert(here)),
                    None => here,
                };
                if target == here {
                    self.functions.push(here);
                } else if parts[target.0].kind(target.1)? == part.kind(function)? {
                    instead.insert(here, target);
                } else {
                    return Err("a function that is called as one of another type".to_owned());
                }
            }
        }
        Ok(instead)
    }

    fn written(self, parts: &[Part<'_>]) -> Recoded<Vec<u8>> {
        let mut module = Module::new();
        let mut types = TypeSection::new();
        for kind in &self.types {
            types.ty().func_type(&Plain.func_type(kind.clone())?);
        }
        module.section(&types);
        let mut imports = ImportSection::new();
        let mut names = Vec::new();
        for import in parts.iter().flat_map(|part| &part.imports) {
            let known = names.len();
            if (once(&mut names, &(import.module, import.name)) as usize) < known {
                continue;
            }
            let kind = Plain.entity_type(import.ty)?;
            if let EntityType::Function(_) = kind {
                return Err(Error::UserError("a piece that imports a function".to_owned()));
            }
            imports.import(import.module, import.name, kind);
        }
        module.section(&imports);
        let mut functions = FunctionSection::new();
        for (part, function) in &self.functions {
            let kind = parts[*part].functions[*function];
            functions.function(self.numbers[*part].types[kind as usize]);
        }
        module.section(&functions);
        let mut elements = ElementSection::new();
        let slots: Vec<(u32, u32)> = self.slots.into_iter().collect();
        for run in slots.chunk_by(|(before, _), (slot, _)| before + 1 == *slot) {
            let all: Vec<u32> = run.iter().map(|(_, function)| *function).collect();
            let first = ConstExpr::i32_const(run[0].0.cast_signed());
            elements.active(None, &first, Elements::Functions(all.into()));
        }
        module.section(&elements);
        let mut code = CodeSection::new();
        for (part, function) in &self.functions {
            let body = parts[*part].bodies.get(*function);
            let body =
                body.ok_or_else(|| Error::UserError("a function without a body".to_owned()))?;
            Renumber(&self.numbers[*part]).parse_function_body(&mut code, body.clone())?;
        }
        module.section(&code);
        let mut data = DataSection::new();
        for (address, bytes) in parts.iter().flat_map(|part| &part.data) {
            let address = ConstExpr::i32_const(address.cast_signed());
            data.active(0, &address, bytes.iter().copied());
        }
        module.section(&data);
        Ok(module.finish())
    }
}

/// What came out of writing something anew.
type Recoded<T> = std::result::Result<T, Error<String>>;

/// Types, which hold no numbers of others.
struct Plain;

impl Reencode for Plain {
    type Error = String;
}

/// Code, by the new numbers of its part.
struct Renumber<'a>(&'a Numbers);

impl Reencode for Renumber<'_> {
    type Error = String;

    fn function_index(&mut self, function: u32) -> Recoded<u32> {
        found(&self.0.functions, function, "function")
    }

    fn type_index(&mut self, kind: u32) -> Recoded<u32> {
        found(&self.0.types, kind, "type")
    }

    fn global_index(&mut self, global: u32) -> Recoded<u32> {
        found(&self.0.globals, global, "global")
    }

    fn data_index(&mut self, _: u32) -> Recoded<u32> {
        Err(Error::UserError("a piece that fills memory by itself".to_owned()))
    }
}

/// The place of something in a list, where it is put if it is not there.
fn once<T: Clone + PartialEq>(list: &mut Vec<T>, what: &T) -> u32 {
    let at = list.iter().position(|other| other == what).unwrap_or(list.len());
    if at == list.len() {
        list.push(what.clone());
    }
    at as u32
}

fn found(numbers: &[u32], number: u32, what: &str) -> Recoded<u32> {
    let new = numbers.get(number as usize).copied();
    new.ok_or_else(|| Error::UserError(format!("a {what} that is not there")))
}

/// The addresses of what never changes in a linked module.
pub(crate) fn constants(module: &[u8]) -> Result<Range<u32>> {
    let (mut names, mut segments) = (Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload.map_err(|error| error.to_string())? {
            Payload::DataSection(section) => segments.extend(section.into_iter().flatten()),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(all) = section.as_known() {
                    for found in all.into_iter().flatten() {
                        if let Name::Data(found) = found {
                            names.extend(found.into_iter().flatten());
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let constant = names.iter().find(|name| name.name == ".rodata");
    let segment = constant.and_then(|name| segments.get(name.index as usize));
    let Some(wasmparser::Data { kind: DataKind::Active { offset_expr, .. }, data, .. }) = segment
    else {
        return Err("the program has no constants".to_owned());
    };
    let start = self::constant(offset_expr)?;
    Ok(start..start + data.len() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::Instruction::{Call, CallIndirect, End, GlobalGet, I32Const, LocalGet};
    use wasm_encoder::{Function, GlobalType, Instruction, ValType};

    /// A module as wasm-split writes it: its second type, of one number and one result, is that of its
    /// functions. They are put into the table from a place on; bytes are put at 100.
    fn module(functions: &[&[Instruction<'_>]], slots: (i32, &[u32]), bytes: &[u8]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([ValType::F32; 3], []);
        types.ty().function([ValType::I32], [ValType::I32]);
        let kind = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        let mut imports = ImportSection::new();
        imports.import("main", "stack", kind);
        let (mut kinds, mut code) = (FunctionSection::new(), CodeSection::new());
        for instructions in functions {
            kinds.function(1);
            let mut function = Function::new([]);
            for instruction in instructions.iter().chain([&End]) {
                function.instruction(instruction);
            }
            code.function(&function);
        }
        let mut elements = ElementSection::new();
        let all = Elements::Functions(slots.1.to_owned().into());
        elements.active(None, &ConstExpr::i32_const(slots.0), all);
        let mut data = DataSection::new();
        data.active(0, &ConstExpr::i32_const(100), bytes.iter().copied());
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&kinds).section(&elements);
        module.section(&code).section(&data);
        module.finish()
    }

    /// What a function does that only calls a place of the table.
    fn bridge(slot: i32) -> [Instruction<'static>; 3] {
        [LocalGet(0), I32Const(slot), CallIndirect { type_index: 1, table_index: 0 }]
    }

    const CONSTANT: Range<u32> = 96..104;

    #[test]
    fn what_is_inside_is_called_directly_and_what_is_outside_by_one_bridge() {
        let first =
            module(&[&[GlobalGet(0)], &bridge(9), &[LocalGet(0), Call(1)]], (5, &[0, 2]), b"ab");
        let second =
            module(&[&bridge(9), &bridge(6), &[LocalGet(0), Call(1), Call(0)]], (30, &[2]), b"");
        let joined = joined(&[first, second], &CONSTANT).unwrap();
        let wanted = module(
            &[
                &[GlobalGet(0)],
                &bridge(9),
                &[LocalGet(0), Call(1)],
                &[LocalGet(0), Call(2), Call(1)],
            ],
            (5, &[0, 2]),
            b"ab",
        );
        let (joined, wanted) = (Part::read(&joined).unwrap(), Part::read(&wanted).unwrap());
        let code = |part: &Part<'_>| -> Vec<Vec<u8>> {
            part.bodies.iter().map(|body| body.as_bytes().to_owned()).collect()
        };
        assert_eq!(code(&joined), code(&wanted));
        assert_eq!(joined.slots, [(5, 0), (6, 2), (30, 3)]);
        assert_eq!(joined.data, wanted.data);
        assert_eq!((joined.types.len(), joined.imports.len()), (2, 1));
    }

    #[test]
    fn only_what_does_nothing_else_is_a_bridge() {
        let other = [LocalGet(0), I32Const(1), LocalGet(0)];
        let module = module(&[&bridge(9), &other, &bridge(9)[1..]], (5, &[]), b"");
        let part = Part::read(&module).unwrap();
        let bridges: Vec<_> = (0..3).map(|function| part.bridge(function).unwrap()).collect();
        assert_eq!(bridges, [Some(9), None, None]);
    }

    #[test]
    fn what_cannot_be_joined_is_refused() {
        let part = |slot: i32, bytes: &[u8]| module(&[&bridge(9)], (slot, &[0]), bytes);
        let told = |parts: &[Vec<u8>]| joined(parts, &CONSTANT).unwrap_err();
        assert!(told(&[part(1, b""), part(1, b"")]).contains("place 1 of the table"));
        assert!(told(&[part(1, b"abcde")]).contains("data that changes"));
        let to = |slot: i32, other: i32| module(&[&bridge(other)], (slot, &[0]), b"");
        assert!(told(&[to(5, 6), to(6, 5)]).contains("nowhere"));
        assert!(told(&[b"\0asm\x01\0\0\0\x01".to_vec()]).contains("a piece of the program"));
        assert!(joined(&[part(1, b"abcd")], &CONSTANT).is_ok());
    }

    #[test]
    fn the_constants_of_a_program_are_found_by_their_name() {
        assert!(constants(&module(&[], (5, &[]), b"abc")).is_err());
        let mut names = wasm_encoder::NameMap::new();
        names.append(0, ".rodata");
        let mut section = wasm_encoder::NameSection::new();
        section.data(&names);
        let mut only = Module::new();
        only.section(&section);
        let named = [module(&[], (5, &[]), b"abc"), only.finish()[8..].to_owned()].concat();
        assert_eq!(constants(&named), Ok(100..103));
    }
}
