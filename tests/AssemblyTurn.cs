// Compiled into every test project by tests/Directory.Build.props.
[assembly: Xunit.AssemblyFixture(typeof(Personalization.Testing.MachineTurn))]
