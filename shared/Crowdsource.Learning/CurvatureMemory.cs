using static TorchSharp.torch;

namespace Crowdsource.Learning;

/// <summary>What limited-memory BFGS remembers of the latest steps: how the gradient changed along each.</summary>
internal sealed class CurvatureMemory : IDisposable
{
    private const int Most = 10;

    private readonly LinkedList<(Tensor Step, Tensor Change, double Curvature)> _pairs = [];

    public bool IsEmpty => _pairs.Count == 0;

    /// <summary>Remembers a step where the loss curved up; disposes neither tensor before it forgets them.</summary>
    public void Add(Tensor step, Tensor change)
    {
        var curvature = Dot(step, change);
        if (curvature > 1e-10)
        {
            _pairs.AddLast((step.DetachFromDisposeScope(), change.DetachFromDisposeScope(), curvature));
        }

        if (_pairs.Count > Most)
        {
            Forget();
        }
    }

    /// <summary>The two-loop recursion: minus the approximate inverse Hessian times the gradient.</summary>
    public Tensor Direction(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var direction = -gradient;
        var factors = new Stack<double>();
        for (var pair = _pairs.Last; pair is not null; pair = pair.Previous)
        {
            var factor = Dot(pair.Value.Step, direction) / pair.Value.Curvature;
            factors.Push(factor);
            direction.sub_(factor * pair.Value.Change);
        }

        if (_pairs.Last is { Value: var last })
        {
            direction.mul_(last.Curvature / Dot(last.Change, last.Change));
        }

        for (var pair = _pairs.First; pair is not null; pair = pair.Next)
        {
            direction.add_((factors.Pop() - (Dot(pair.Value.Change, direction) / pair.Value.Curvature)) * pair.Value.Step);
        }

        return direction.MoveToOuterDisposeScope();
    }

    public static double Dot(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        return (a * b).sum(ScalarType.Float64).item<double>();
    }

    public void Dispose()
    {
        while (!IsEmpty)
        {
            Forget();
        }
    }

    private void Forget()
    {
        _pairs.First!.Value.Step.Dispose();
        _pairs.First.Value.Change.Dispose();
        _pairs.RemoveFirst();
    }
}
