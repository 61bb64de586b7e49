namespace Onbehalf.Host.Worker;

/// <summary>A running functions app, in the host's process or in a separate one.</summary>
internal interface IWorker : IAsyncDisposable
{
    /// <summary>The services of a worker in this process; null for a separate process.</summary>
    IServiceProvider? Services { get; }
}
