using Microsoft.DurableTask.Client;

namespace Onbehalf.Tests.App;

/// <summary>The client that the host bound last.</summary>
public sealed class Engine
{
    public DurableTaskClient? Client { get; set; }
}
