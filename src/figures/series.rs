//! Series of one name: a counter, a gauge or a histogram for every value of their labels, all there from the start. To add to one is
//! to find it by its place, and to count: no text is built and none is looked up.

use super::label::{Labels, Pairs};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::marker::PhantomData;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

/// Counters.
pub(super) struct Counters<L>(Vec<Counter>, PhantomData<L>);

impl<L: Labels> Counters<L> {
    /// Registers them; `_total` is added to the name.
    pub fn new(registry: &mut Registry, name: &str, help: &str) -> Self {
        let family = Family::<Pairs, Counter>::default();
        registry.register(name, help, family.clone());
        Self(L::all().map(|labels| family.get_or_create_owned(&labels.pairs())).collect(), PhantomData)
    }

    pub fn add(&self, labels: L, count: u64) {
        if let Some(counter) = self.0.get(labels.at()) {
            counter.inc_by(count);
        }
    }
}

/// Gauges.
pub(super) struct Gauges<L>(Vec<Gauge>, PhantomData<L>);

impl<L: Labels> Gauges<L> {
    pub fn new(registry: &mut Registry, name: &str, help: &str) -> Self {
        let family = Family::<Pairs, Gauge>::default();
        registry.register(name, help, family.clone());
        Self(L::all().map(|labels| family.get_or_create_owned(&labels.pairs())).collect(), PhantomData)
    }

    pub fn set(&self, labels: L, value: usize) {
        if let Some(gauge) = self.0.get(labels.at()) {
            gauge.set(whole(value));
        }
    }
}

/// Histograms of seconds.
pub(super) struct Timings<L>(Vec<Histogram>, PhantomData<L>);

impl<L: Labels> Timings<L> {
    /// Registers them with the upper bounds of their buckets, in seconds.
    pub fn new(registry: &mut Registry, name: &str, help: &str, buckets: &'static [f64]) -> Self {
        let make = move || Histogram::new(buckets.iter().copied());
        let family = Family::<Pairs, Histogram, _>::new_with_constructor(make);
        registry.register(name, help, family.clone());
        Self(L::all().map(|labels| family.get_or_create_owned(&labels.pairs())).collect(), PhantomData)
    }

    pub fn observe(&self, labels: L, time: Duration) {
        if let Some(histogram) = self.0.get(labels.at()) {
            histogram.observe(time.as_secs_f64());
        }
    }
}

/// Registers one counter without labels; `_total` is added to the name.
pub(super) fn counter(registry: &mut Registry, name: &str, help: &str) -> Counter {
    let counter = Counter::default();
    registry.register(name, help, counter.clone());
    counter
}

/// Registers one gauge without labels.
pub(super) fn gauge(registry: &mut Registry, name: &str, help: &str) -> Gauge {
    let gauge = Gauge::default();
    registry.register(name, help, gauge.clone());
    gauge
}

/// Registers one gauge without labels that is a part of something, from 0 to 1.
pub(super) fn ratio(registry: &mut Registry, name: &str, help: &str) -> Gauge<f64, AtomicU64> {
    let gauge = Gauge::default();
    registry.register(name, help, gauge.clone());
    gauge
}

/// Returns a number as gauges have it.
pub(super) fn whole(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
