using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace Crowdsource.Learning.Tests;

public sealed class TorchSharpTests
{
    [Fact]
    public void TorchSharp_loads_on_this_system_and_a_gradient_step_lowers_the_loss()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        var x = rand([64, 8], generator: generator);
        var y = x.sum(1, keepdim: true);
        var layer = nn.Linear(8, 1);
        var optimizer = optim.SGD(layer.parameters(), 0.05);
        var first = nn.functional.mse_loss(layer.forward(x), y);
        for (var step = 0; step < 200; step++)
        {
            optimizer.zero_grad();
            nn.functional.mse_loss(layer.forward(x), y).backward();
            optimizer.step();
        }

        nn.functional.mse_loss(layer.forward(x), y).item<float>().ShouldBeLessThan(first.item<float>() / 10);
    }
}
