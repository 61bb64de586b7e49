namespace Onbehalf.Tests.Infra;

/// <summary>As <see cref="BicepCompilerFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BicepCompilerTheoryAttribute : TheoryAttribute
{
    public BicepCompilerTheoryAttribute() => Skip = new BicepCompilerFactAttribute().Skip;
}
