using System.Diagnostics;

namespace Microsoft.Azure.Functions.Worker.Local;

internal sealed class LocalFunctionContext : FunctionContext
{
    public LocalFunctionContext(LocalFunction function, FunctionInputs inputs, IServiceProvider services, CancellationToken stopping)
    {
        Function = function;
        Inputs = inputs;
        InstanceServices = services;
        CancellationToken = stopping;
        Features.Set<InvocationResult>(new UntypedInvocationResult());
    }

    public LocalFunction Function { get; }

    public FunctionInputs Inputs { get; }

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => Function.Id;

    public override TraceContext TraceContext { get; } = new CurrentTrace(Activity.Current);

    public override BindingContext BindingContext => new NamedInputs(Inputs.Named);

    public override RetryContext RetryContext { get; } = new NoRetry();

    public override IServiceProvider InstanceServices { get; set; }

    public override FunctionDefinition FunctionDefinition => Function;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    /// <summary>Fires when the host stops, and only then: the real one may not fire when a client leaves either.</summary>
    public override CancellationToken CancellationToken { get; }

    private sealed class CurrentTrace(Activity? activity) : TraceContext
    {
        public override string TraceParent => activity?.Id ?? "";

        public override string TraceState => activity?.TraceStateString ?? "";
    }

    private sealed class NamedInputs(IReadOnlyDictionary<string, object?> named) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => named;
    }

    private sealed class NoRetry : RetryContext
    {
        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }
}
