namespace Microsoft.Azure.Functions.Worker.Local;

internal sealed class LocalBinding(string name, string type) : BindingMetadata
{
    public override string Name => name;

    public override string Type => type;

    public override BindingDirection Direction => BindingDirection.In;
}
