//! The consistent-hash ring: a key belongs to the first point at or after its own position.

use crate::algorithms::ordered::OrderedMap;
use std::fmt::Write;

use super::nodes::NodeList;
use super::{Lookup, Node, Placement, PlacementError, Steps, default_name};
use crate::algorithms::hashing::{HashFn, xxh64};

/// The most points that a ring may have, which is also the largest ring that Envoy allows.
pub const RING_POINTS_MAX: u32 = 8 * 1024 * 1024;

/// A point of a [`Ring`]: one of the places where a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RingPoint {
    /// Where it stands, on a circle of 2⁶⁴ positions.
    pub position: u64,
    /// The node that holds the keys from just after the point before it up to this one.
    pub node: u32,
}

/// Consistent hashing on a ring with virtual nodes.
///
/// A node named `name` stands at the hashes of `name_0`, `name_1`, …; a unit of weight brings
/// `points_per_weight` of them. A key belongs to the first point whose position is not less than
/// the key's hash, and past the last point to the first. A join takes keys from other nodes but
/// moves none between them, and adding one node to N equal ones takes K/(N+1) of K keys in
/// expectation. One point for a node gives widely differing shares; with v points the standard
/// error of a share falls as 1/√v.
///
/// With XXH64 under seed 0 or MurmurHash2 the points are those of Envoy's `RING_HASH` for the same
/// addresses, as long as `points_per_weight` is a whole number in Envoy's scale too.
///
/// Source: D. Karger et al., *Consistent Hashing and Random Trees*, STOC 1997, section 4; virtual
/// nodes: G. DeCandia et al., *Dynamo*, SOSP 2007, section 4.2; the names of the points: Envoy,
/// `ring_hash_lb.cc`.
/// Complexity, with P points: a lookup is O(log P), a join O(P log P), a leave O(P); memory O(P).
///
/// ```
/// use sandtable_core::algorithms::placement::{Placement, Ring};
///
/// let mut ring = Ring::new(2)?;
/// for (id, name) in ["127.0.0.1:90", "127.0.0.1:91", "127.0.0.1:92"].iter().enumerate() {
///     ring.add_named(id as u32, name, 1)?;
/// }
/// assert_eq!(ring.points()[0].position, 928_266_305_478_181_108);
/// assert_eq!(ring.place(928_266_305_478_181_108)?.node, 2);
/// assert_eq!(ring.place(928_266_305_478_181_109)?.node, 0);
/// # Ok::<(), sandtable_core::algorithms::placement::PlacementError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Ring {
    nodes: NodeList,
    points: Vec<RingPoint>,
    points_per_weight: u32,
    hash: HashFn,
    seed: u64,
}

impl Ring {
    /// A ring without nodes, hashed by [`xxh64`] with seed 0.
    ///
    /// # Errors
    /// [`PlacementError::NoPoints`] when `points_per_weight` is 0.
    pub fn new(points_per_weight: u32) -> Result<Self, PlacementError> {
        Self::with_hash(points_per_weight, xxh64, 0)
    }

    /// A ring without nodes, hashed by the given function and seed.
    ///
    /// # Errors
    /// [`PlacementError::NoPoints`] when `points_per_weight` is 0.
    ///
    /// ```
    /// use sandtable_core::algorithms::hashing::{LIBSTDCXX_SEED, murmur2_64a};
    /// use sandtable_core::algorithms::placement::Ring;
    ///
    /// let mut ring = Ring::with_hash(2, murmur2_64a, LIBSTDCXX_SEED)?;
    /// ring.add_named(85, "127.0.0.1:85", 1)?;
    /// assert_eq!(ring.points()[0].position, 1_358_027_074_129_602_068);
    /// # Ok::<(), sandtable_core::algorithms::placement::PlacementError>(())
    /// ```
    pub fn with_hash(
        points_per_weight: u32,
        hash: HashFn,
        seed: u64,
    ) -> Result<Self, PlacementError> {
        if points_per_weight == 0 {
            return Err(PlacementError::NoPoints);
        }
        Ok(Self { nodes: NodeList::default(), points: Vec::new(), points_per_weight, hash, seed })
    }

    /// Adds a node whose points are hashed from `name`; [`Placement::add`] uses `node-` and the id.
    ///
    /// # Errors
    /// When the id is taken, the weight is out of range, or the ring would grow beyond
    /// [`RING_POINTS_MAX`].
    pub fn add_named(&mut self, id: u32, name: &str, weight: u32) -> Result<(), PlacementError> {
        self.add_all([(Node { id, weight }, name)])
    }

    /// Adds several nodes, each with points hashed from its name, and sorts the points once.
    ///
    /// # Errors
    /// As [`Ring::add_named`]; no node is added then.
    pub fn add_all<T: AsRef<str>>(
        &mut self,
        nodes: impl IntoIterator<Item = (Node, T)>,
    ) -> Result<(), PlacementError> {
        let added: Vec<(Node, T)> = nodes.into_iter().collect();
        let points_per_weight = u64::from(self.points_per_weight);
        let points_of = |node: &Node| points_per_weight * u64::from(node.weight);
        let mut wanted = self.nodes.clone();
        let mut points = self.points.len() as u64;
        for (node, _) in &added {
            wanted.add(node.id, node.weight)?;
            points += points_of(node);
        }
        if points > u64::from(RING_POINTS_MAX) {
            return Err(PlacementError::TooManyPoints { points });
        }
        self.nodes = wanted;
        for (node, name) in &added {
            self.push_points(node.id, name.as_ref(), points_of(node));
        }
        self.points.sort_unstable();
        Ok(())
    }

    /// Appends the points of a node, leaving the sorting to the caller.
    fn push_points(&mut self, id: u32, name: &str, count: u64) {
        let mut label = format!("{name}_");
        let stem = label.len();
        for index in 0..count {
            label.truncate(stem);
            let _ = write!(label, "{index}");
            let position = (self.hash)(label.as_bytes(), self.seed);
            self.points.push(RingPoint { position, node: id });
        }
    }

    /// All points, by position and then by node.
    #[must_use]
    pub fn points(&self) -> &[RingPoint] {
        &self.points
    }

    /// The share of the circle that each node holds, 0 to 1, in the order of the nodes.
    ///
    /// It is the expected share of keys, free of the chance in a sample of keys.
    /// Complexity: O(P log N) for P points and N nodes.
    ///
    /// ```
    /// use sandtable_core::algorithms::placement::{Placement, Ring};
    ///
    /// let mut ring = Ring::new(100)?;
    /// ring.add(0, 1)?;
    /// ring.add(1, 3)?;
    /// let shares = ring.shares();
    /// assert!((shares[0] + shares[1] - 1.0).abs() < 1e-12);
    /// assert!((shares[1] - 0.75).abs() < 0.1);
    /// # Ok::<(), sandtable_core::algorithms::placement::PlacementError>(())
    /// ```
    #[must_use]
    pub fn shares(&self) -> Vec<f64> {
        let circle = 2.0 * (1_u64 << 63) as f64;
        let mut arcs: OrderedMap<u32, f64> = OrderedMap::new();
        let mut before = self.points.last().map_or(0, |point| point.position);
        for (index, point) in self.points.iter().enumerate() {
            let arc = point.position.wrapping_sub(before);
            // Only a ring whose points all coincide has an arc of the whole circle.
            let whole = index == 0 && arc == 0;
            *arcs.get_or_insert_with(point.node, || 0.0) += if whole { circle } else { arc as f64 };
            before = point.position;
        }
        self.nodes
            .as_slice()
            .iter()
            .map(|node| arcs.get(&node.id).map_or(0.0, |arc| arc / circle))
            .collect()
    }

    /// The index of the point that a key belongs to, and the comparisons made to find it.
    #[inline]
    pub(super) fn successor(&self, key_hash: u64) -> Result<(usize, u32), PlacementError> {
        if self.points.is_empty() {
            return Err(PlacementError::NoNodes);
        }
        let count = self.points.len();
        let found = self.points.partition_point(|point| point.position < key_hash);
        Ok((if found == count { 0 } else { found }, comparisons(found, count)))
    }

    pub(super) fn total_weight(&self) -> u64 {
        self.nodes.total_weight()
    }
}

/// How many comparisons a search by halves makes that finds the place `found` among `count` sorted
/// points. Apart from the search itself, so that whoever does not ask does not pay.
#[inline]
fn comparisons(found: usize, count: usize) -> u32 {
    let (mut low, mut left, mut made) = (0, count, 0);
    for _ in 0..usize::BITS {
        if left == 0 {
            break;
        }
        let half = left / 2;
        made += 1;
        (low, left) =
            if low + half < found { (low + half + 1, left - half - 1) } else { (low, half) };
    }
    made
}

impl Placement for Ring {
    fn nodes(&self) -> &[Node] {
        self.nodes.as_slice()
    }

    fn add(&mut self, id: u32, weight: u32) -> Result<(), PlacementError> {
        self.add_named(id, &default_name(id), weight)
    }

    fn remove(&mut self, id: u32) -> Result<(), PlacementError> {
        self.nodes.remove(id)?;
        self.points.retain(|point| point.node != id);
        Ok(())
    }

    #[inline]
    fn place(&self, key_hash: u64) -> Result<Lookup, PlacementError> {
        let (index, comparisons) = self.successor(key_hash)?;
        let steps = Steps { comparisons, probes: 1, ..Steps::default() };
        Ok(Lookup { node: self.points[index].node, steps })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Spread;
    use super::*;
    use crate::algorithms::hashing::{LIBSTDCXX_SEED, murmur2_64a};

    fn add_hosts(ring: &mut Ring, prefix: &str, hosts: &[(u32, u32)]) {
        for (port, weight) in hosts {
            ring.add_named(*port, &format!("{prefix}{port}"), *weight).unwrap();
        }
    }

    fn table(ring: &Ring) -> Vec<(u32, u64)> {
        ring.points().iter().map(|point| (point.node, point.position)).collect()
    }

    // The tables are those of Envoy, test/extensions/load_balancing_policies/ring_hash/
    // ring_hash_lb_test.cc (Apache-2.0); nodes are named by their port.

    /// Test `Basic`: six addresses, two points each, XXH64.
    #[test]
    fn agrees_with_envoy_on_addresses() {
        let mut ring = Ring::new(2).unwrap();
        add_hosts(&mut ring, "127.0.0.1:", &[(90, 1), (91, 1), (92, 1), (93, 1), (94, 1), (95, 1)]);
        let expected = [
            (94, 833_437_586_790_550_860),
            (92, 928_266_305_478_181_108),
            (90, 1_033_482_794_131_418_490),
            (95, 3_551_244_743_356_806_947),
            (93, 3_851_675_632_748_031_481),
            (91, 5_583_722_120_771_150_861),
            (91, 6_311_230_543_546_372_928),
            (93, 7_700_377_290_971_790_572),
            (95, 13_144_177_310_400_110_813),
            (92, 13_444_792_449_719_432_967),
            (94, 15_516_499_411_664_133_160),
            (90, 16_117_243_373_044_804_889),
        ];
        assert_eq!(table(&ring), expected);
        let lookups = [
            (0, 94),
            (u64::MAX, 94),
            (3_551_244_743_356_806_947, 95),
            (3_551_244_743_356_806_948, 93),
            (16_117_243_373_044_804_880, 90),
        ];
        for (key_hash, port) in lookups {
            assert_eq!(ring.place(key_hash).unwrap().node, port, "{key_hash}");
        }
    }

    /// Test `BasicWithHostname`: the host names "90" to "95".
    #[test]
    fn agrees_with_envoy_on_host_names() {
        let mut ring = Ring::new(2).unwrap();
        add_hosts(&mut ring, "", &[(90, 1), (91, 1), (92, 1), (93, 1), (94, 1), (95, 1)]);
        let expected = [
            (95, 1_975_508_444_536_362_413),
            (95, 2_376_063_919_839_173_711),
            (93, 2_386_806_903_309_390_596),
            (94, 6_749_904_478_991_551_885),
            (93, 6_803_900_775_736_438_537),
            (92, 7_225_015_537_174_310_577),
            (90, 8_787_465_352_164_086_522),
            (92, 11_282_020_843_382_717_940),
            (91, 13_723_418_369_486_627_818),
            (90, 13_776_502_110_861_797_421),
            (91, 14_338_313_586_354_474_791),
            (94, 15_364_271_037_087_512_980),
        ];
        assert_eq!(table(&ring), expected);
    }

    /// Test `BasicWithMurmur2`: addresses 80 to 85 under `std::hash` of libstdc++.
    #[test]
    fn agrees_with_envoy_under_murmur2() {
        let mut ring = Ring::with_hash(2, murmur2_64a, LIBSTDCXX_SEED).unwrap();
        add_hosts(&mut ring, "127.0.0.1:", &[(80, 1), (81, 1), (82, 1), (83, 1), (84, 1), (85, 1)]);
        let expected = [
            (85, 1_358_027_074_129_602_068),
            (83, 4_361_834_613_929_391_114),
            (84, 7_224_494_972_555_149_682),
            (81, 7_701_421_856_454_313_576),
            (82, 8_649_315_368_077_433_379),
            (84, 8_739_448_859_063_030_639),
            (81, 9_887_544_217_113_020_895),
            (82, 10_150_910_876_324_007_731),
            (83, 15_168_472_011_420_622_455),
            (80, 15_427_156_902_705_414_897),
            (85, 16_375_050_414_328_759_093),
            (80, 17_613_279_263_364_193_813),
        ];
        assert_eq!(table(&ring), expected);
    }

    /// Tests `HostWeightedTinyRing` and `HostWeightedLargeRing`: weights 1, 2 and 3.
    #[test]
    fn agrees_with_envoy_on_weights() {
        let weights = [(90, 1), (91, 2), (92, 3)];
        let mut ring = Ring::new(1).unwrap();
        add_hosts(&mut ring, "127.0.0.1:", &weights);
        let expected = [
            (92, 928_266_305_478_181_108),
            (92, 4_443_673_547_860_492_590),
            (91, 5_583_722_120_771_150_861),
            (91, 6_311_230_543_546_372_928),
            (92, 13_444_792_449_719_432_967),
            (90, 16_117_243_373_044_804_889),
        ];
        assert_eq!(table(&ring), expected);

        let mut ring = Ring::new(1024).unwrap();
        add_hosts(&mut ring, "127.0.0.1:", &weights);
        let mut counts = [0; 3];
        for key in 0..6000 {
            let port = ring.place(key * (u64::MAX / 6000)).unwrap().node;
            counts[port as usize - 90] += 1;
        }
        assert_eq!(counts, [987, 1932, 3081]);
    }

    /// Lamping & Veach 2014, table 1, column “standard error”. The tolerance is three standard
    /// deviations of the estimate, √((2 + 6/v) / 4n) of it for v points on each of n nodes.
    #[test]
    fn the_standard_error_falls_as_in_the_paper() {
        let rows = [
            (1, 4000, 0.9979, 0.07),
            (10, 1000, 0.3152, 0.08),
            (100, 1000, 0.0997, 0.07),
            (1000, 500, 0.0316, 0.10),
        ];
        for (points, nodes, expected, tolerance) in rows {
            let mut ring = Ring::new(points).unwrap();
            let all = (0..nodes).map(|id| (Node { id, weight: 1 }, default_name(id)));
            ring.add_all(all).unwrap();
            let spread = Spread::of_amounts(ring.nodes(), &ring.shares()).unwrap();
            let error = spread.standard_error;
            assert!((error / expected - 1.0).abs() < tolerance, "{points} points: {error}");
        }
    }

    #[test]
    fn a_ring_that_is_too_large_is_refused_whole() {
        let mut ring = Ring::new(40_000).unwrap();
        let error = ring.add(1, 256).unwrap_err();
        assert_eq!(error, PlacementError::TooManyPoints { points: 10_240_000 });
        assert!(ring.nodes().is_empty() && ring.points().is_empty());
        assert_eq!(Ring::new(0).unwrap_err(), PlacementError::NoPoints);
    }

    #[test]
    fn one_point_holds_the_whole_circle() {
        let mut ring = Ring::new(1).unwrap();
        ring.add(7, 1).unwrap();
        assert_eq!(ring.shares(), [1.0]);
        assert_eq!(ring.place(u64::MAX).unwrap().node, 7);
    }
}
