//! What does a path of a picture say, and how is that said in few characters?

/// A point of a picture, in its units.
pub(crate) type Point = (f64, f64);

/// A path: its commands, each with its letter and its numbers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Path(Vec<(char, Vec<f64>)>);

/// The head of an arrow, lying with its point to the right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Head {
    /// Where its point is.
    pub(crate) point: Point,
    /// How long it is.
    pub(crate) length: f64,
    /// Half of how wide it is.
    pub(crate) half: f64,
}

impl Path {
    /// Reads `M1.5 2l3-4Z`. `None` where it does not begin with `M` and a point.
    pub(crate) fn read(d: &str) -> Option<Path> {
        let mut commands: Vec<(char, Vec<f64>)> = Vec::new();
        let mut rest = d;
        while let Some(letter) = rest.chars().next() {
            if !"MLHVQCAZmlhvqcaz".contains(letter) {
                return None;
            }
            let end = rest[1..].find(|c: char| c.is_ascii_alphabetic());
            let (said, more) = rest[1..].split_at(end.unwrap_or(rest.len() - 1));
            commands.push((letter, numbers(said)?));
            rest = more;
        }
        let path = Path(commands);
        path.start().map(|_| path)
    }

    /// Where it begins.
    pub(crate) fn start(&self) -> Option<Point> {
        match self.0.first() {
            Some(('M', at)) if at.len() == 2 => Some((at[0], at[1])),
            _ => None,
        }
    }

    /// The same path as seen from `origin`.
    pub(crate) fn from(&self, (x, y): Point) -> Path {
        let moved = |letter: char, i: usize, n: f64| match (letter, i % 7) {
            ('H', _) => n - x,
            ('V', _) => n - y,
            ('A', 5) => n - x,
            ('A', 6) => n - y,
            ('M' | 'L' | 'Q' | 'C', _) => n - if i.is_multiple_of(2) { x } else { y },
            _ => n,
        };
        let commands = self.0.iter().map(|(letter, numbers)| {
            let numbers = numbers.iter().enumerate().map(|(i, n)| moved(*letter, i, *n));
            (*letter, numbers.collect())
        });
        Path(commands.collect())
    }

    /// Its two ends, if it is a straight line.
    pub(crate) fn line(&self) -> Option<[Point; 2]> {
        match self.0.as_slice() {
            [('M', a), ('L', b)] if a.len() == 2 && b.len() == 2 => {
                Some([(a[0], a[1]), (b[0], b[1])])
            }
            _ => None,
        }
    }

    /// The head of an arrow, if it is one: a triangle from its point to both wings.
    pub(crate) fn head(&self) -> Option<Head> {
        let [('M', _), ('l', a), ('l', b), ('Z', _)] = self.0.as_slice() else { return None };
        let ([ax, ay], [bx, by]) = (a.as_slice(), b.as_slice()) else { return None };
        let length = distance((0.0, 0.0), (ax + bx / 2.0, ay + by / 2.0));
        Some(Head { point: self.start()?, length, half: distance((0.0, 0.0), (*bx, *by)) / 2.0 })
    }

    /// Several paths as one.
    pub(crate) fn joined(paths: impl IntoIterator<Item = Path>) -> Path {
        Path(paths.into_iter().flat_map(|path| path.0).collect())
    }

    /// The path in whole units. A shape that follows another one is placed from it, so that shapes at
    /// equal distances are said by equal words.
    pub(crate) fn write(&self) -> String {
        let mut out = String::new();
        let mut last = ' ';
        // Where the pen is, and where its shape began; unknown once it was sent somewhere by place.
        let (mut pen, mut began) = (None, None);
        for (letter, numbers) in &self.0 {
            let whole: Vec<f64> = numbers.iter().map(|n| n.round()).collect();
            let mut says = (*letter, whole.iter().map(|n| short(*n, 0)).collect::<Vec<_>>());
            match (letter, whole.as_slice()) {
                ('M', _) => {
                    let to = (whole[0], whole[1]);
                    if let Some((x, y)) = pen {
                        says = ('m', vec![short(to.0 - x, 0), short(to.1 - y, 0)]);
                    }
                    (pen, began) = (Some(to), Some(to));
                }
                ('Z' | 'z', _) => pen = began,
                ('m' | 'l' | 'h' | 'v' | 'q' | 'c' | 'a', by) => {
                    pen = pen.map(|(x, y)| match (letter, by) {
                        ('h', [.., dx]) => (x + dx, y),
                        ('v', [.., dy]) => (x, y + dy),
                        (_, [.., dx, dy]) => (x + dx, y + dy),
                        _ => (x, y),
                    });
                    began = if *letter == 'm' { pen } else { began };
                }
                _ => (pen, began) = (None, None),
            }
            let joins = says.0 == last && matches!(last, 'l' | 'L' | 'q' | 'Q' | 'c' | 'C');
            if !joins {
                out.push(says.0);
            }
            for (i, number) in says.1.iter().enumerate() {
                if (i > 0 || joins) && !number.starts_with('-') {
                    out.push(' ');
                }
                out += number;
            }
            last = says.0;
        }
        out
    }
}

/// How far two points are from each other.
pub(crate) fn distance(a: Point, b: Point) -> f64 {
    let (x, y) = (b.0 - a.0, b.1 - a.1);
    (x * x + y * y).sqrt()
}

/// Numbers apart by a space or by the sign of the second. `None` if one is none.
fn numbers(said: &str) -> Option<Vec<f64>> {
    let mut found = Vec::new();
    for word in said.split_whitespace() {
        let signs = word.match_indices('-').map(|(at, _)| at).filter(|at| *at > 0);
        let mut start = 0;
        for end in signs.chain([word.len()]) {
            found.push(word[start..end].parse().ok()?);
            start = end;
        }
    }
    Some(found)
}

/// A number with at most so many decimals, and no more than it needs.
pub(crate) fn short(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    let text = if decimals > 0 { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(d: &str) -> String {
        Path::read(d).unwrap().write()
    }

    #[test]
    fn numbers_are_whole_and_letters_are_said_once() {
        assert_eq!(written("M66.4 56L-3.6-4.2Z"), "M66 56L-4-4Z");
        assert_eq!(written("M154 133.5l-7.4 -6.6l7.4 -3.3Z"), "M154 134l-7-7 7-3Z");
        assert_eq!(written("M-0.2 0h0.3"), "M0 0h0");
        assert_eq!(written("M1 2a5 5 0 1 0 10 0"), "M1 2a5 5 0 1 0 10 0");
    }

    #[test]
    fn a_second_shape_is_placed_from_the_first() {
        let dots = "M570.6 64a5 5 0 1 0 10 0a5 5 0 1 0-10 0M566.8 64a5 5 0 1 0 10 0";
        assert_eq!(written(dots), "M571 64a5 5 0 1 0 10 0a5 5 0 1 0-10 0m-4 0a5 5 0 1 0 10 0");
        // What was sent to a place by an absolute command says the next place so, too.
        assert_eq!(written("M0.4 0L9.6 0M3.4 5L6 7"), "M0 0L10 0M3 5L6 7");
    }

    #[test]
    fn a_path_is_seen_from_elsewhere() {
        let path = Path::read("M10 20L30 40H50V60Q1 2 3 4l1 1A5 5 0 1 0 12 23Z").unwrap();
        let want = "M0 0L20 20H40V40Q-9-18-7-16l1 1A5 5 0 1 0 2 3Z";
        assert_eq!(path.from((10.0, 20.0)).write(), want);
    }

    #[test]
    fn lines_and_heads_are_recognised() {
        let line = Path::read("M1 2L3 4").unwrap();
        assert_eq!(line.line(), Some([(1.0, 2.0), (3.0, 4.0)]));
        assert_eq!(line.head(), None);
        let head = Path::read("M5 5l-9 -4l0 8Z").unwrap();
        assert_eq!(head.head(), Some(Head { point: (5.0, 5.0), length: 9.0, half: 4.0 }));
        assert_eq!(head.line(), None);
    }

    #[test]
    fn what_is_no_path_is_not_read() {
        for d in ["", "L1 2", "M1", "M1 2L3 x", "M1 2 3..4"] {
            assert_eq!(Path::read(d), None, "{d}");
        }
    }
}
