public sealed class A { [Xunit.Fact] public void B() { } }
