// Each test drives a whole system: two at once would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
