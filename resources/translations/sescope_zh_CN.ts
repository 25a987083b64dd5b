<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>BlockChoice</name>
    <message>
        <source>A panel for each block that is checked; with none checked, the last block of stages 2 to 4 and the last three of stage 5, as in the paper</source>
        <translation>每个勾选的模块一幅子图；未勾选时如论文所示：第 2 至 4 阶段各取最后一个模块，第 5 阶段取最后三个</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>As in the paper</source>
        <translation>如论文所示</translation>
    </message>
    <message>
        <source>%L1 chosen</source>
        <translation>已选 %L1 个</translation>
    </message>
</context>
<context>
    <name>BlockTree</name>
    <message>
        <source>SE blocks</source>
        <translation>SE 模块</translation>
    </message>
</context>
<context>
    <name>BlocksModel</name>
    <message>
        <source>Stage %1</source>
        <translation>阶段 %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>By stage, in the order of the forward pass</source>
        <translation>按阶段，依前向传播的顺序</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1: %L2 channels, mean gate %3, class share %4, strength %5</source>
        <translation>%1：%L2 个通道，平均门控值 %3，类别占比 %4，强度 %5</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 It can go. Click the mark to see what that costs.</source>
        <translation>%1 可以剪除。点击标记查看代价。</translation>
    </message>
    <message>
        <source>How much of the variance of the gates lies between classes</source>
        <translation>门控值方差中类间所占的比例</translation>
    </message>
    <message>
        <source>What of the block&apos;s output would change if each gate were its mean</source>
        <translation>若每个门控值都取平均值，模块的输出会改变多少</translation>
    </message>
    <message>
        <source>What the block does, by the thresholds of the Prune page</source>
        <translation>模块的作用，按“剪枝”页的阈值判定</translation>
    </message>
    <message>
        <source>Where the gate stands in the network</source>
        <translation>门控在网络中的位置</translation>
    </message>
    <message>
        <source>Class share</source>
        <translation>类别占比</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>路径</translation>
    </message>
</context>
<context>
    <name>PickedChannel</name>
    <message>
        <source>channel %L1 of %2</source>
        <translation>%2 的通道 %L1</translation>
    </message>
</context>
<context>
    <name>ChannelPane</name>
    <message>
        <source>Channel</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>Goes to a channel by its number, from 0</source>
        <translation>按编号（从 0 起）转到某个通道</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Ranking</source>
        <translation>排名</translation>
    </message>
    <message>
        <source>Classes by this channel</source>
        <translation>按此通道排列类别</translation>
    </message>
    <message>
        <source>Channels for a class</source>
        <translation>为某个类别排列通道</translation>
    </message>
    <message>
        <source>Class that channels are ranked for</source>
        <translation>为其排列通道的类别</translation>
    </message>
    <message>
        <source>Ranking by gate</source>
        <translation>按门控值的排名</translation>
    </message>
    <message>
        <source>Previous channel</source>
        <translation>上一个通道</translation>
    </message>
    <message>
        <source>Next channel</source>
        <translation>下一个通道</translation>
    </message>
    <message>
        <source>%1 has no channel %L2</source>
        <translation>%1 没有通道 %L2</translation>
    </message>
    <message>
        <source>Click a channel in a figure, or give its number.</source>
        <translation>请在图中点击一个通道，或输入其编号。</translation>
    </message>
    <message>
        <source>%1: %2 ± %3 over %4 images</source>
        <translation>%1：%2 ± %3，共 %4 张图像</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>门控值</translation>
    </message>
    <message>
        <source>± std</source>
        <translation>± 标准差</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>全部类别</translation>
    </message>
</context>
<context>
    <name>ClassList</name>
    <message>
        <source>Filter classes</source>
        <translation>筛选类别</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Only this</source>
        <translation>仅此类</translation>
    </message>
    <message>
        <source>Only the class of the current row</source>
        <translation>只显示当前行的类别</translation>
    </message>
    <message>
        <source>Most different</source>
        <translation>差异最大</translation>
    </message>
    <message>
        <source>The four classes whose mean gates lie farthest apart, over all blocks</source>
        <translation>在所有模块上平均门控值相距最远的四个类别</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Every class that the filter leaves</source>
        <translation>筛选后剩下的所有类别</translation>
    </message>
    <message>
        <source>None</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>No class</source>
        <translation>不显示任何类别</translation>
    </message>
</context>
<context>
    <name>ClassesModel</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Top-1</source>
        <translation>Top-1</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%L1 of its %L2 images were taken</source>
        <translation>已取其 %L2 张图像中的 %L1 张</translation>
    </message>
    <message>
        <source>each of its mean gates is known within ± %1 (95 %)</source>
        <translation>其每个平均门控值的误差在 ± %1 以内（95 %）</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Open &amp;network...</source>
        <translation>打开网络(&amp;N)...</translation>
    </message>
    <message>
        <source>Open &amp;images...</source>
        <translation>打开图像(&amp;I)...</translation>
    </message>
    <message>
        <source>Open &amp;profile...</source>
        <translation>打开剖析文件(&amp;P)...</translation>
    </message>
    <message>
        <source>&amp;Save profile...</source>
        <translation>保存剖析文件(&amp;S)...</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo selection</source>
        <translation>撤销选择(&amp;U)</translation>
    </message>
    <message>
        <source>R&amp;edo selection</source>
        <translation>重做选择(&amp;E)</translation>
    </message>
    <message>
        <source>Pre&amp;vious block</source>
        <translation>上一个模块(&amp;V)</translation>
    </message>
    <message>
        <source>Ne&amp;xt block</source>
        <translation>下一个模块(&amp;X)</translation>
    </message>
    <message>
        <source>&amp;Filter classes</source>
        <translation>筛选类别(&amp;F)</translation>
    </message>
    <message>
        <source>Reset &amp;panes</source>
        <translation>恢复默认窗格(&amp;P)</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Export figure...</source>
        <translation>导出图(&amp;E)...</translation>
    </message>
    <message>
        <source>Export &amp;data...</source>
        <translation>导出数据(&amp;D)...</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Try the &amp;demo</source>
        <translation>试用演示(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About SE Scope</source>
        <translation>关于 SE Scope(&amp;A)</translation>
    </message>
    <message>
        <source>There is no profile yet: run a network over images</source>
        <translation>还没有剖析结果：请先让网络在图像上运行</translation>
    </message>
    <message>
        <source>Run the network over the images</source>
        <translation>让网络在这些图像上运行</translation>
    </message>
    <message>
        <source>A run is under way</source>
        <translation>正在运行</translation>
    </message>
    <message>
        <source>Open a network first</source>
        <translation>请先打开网络</translation>
    </message>
    <message>
        <source>Open images first</source>
        <translation>请先打开图像</translation>
    </message>
    <message>
        <source>Stop the run and keep what there is</source>
        <translation>停止运行并保留已有结果</translation>
    </message>
    <message>
        <source>Nothing runs</source>
        <translation>没有正在进行的运行</translation>
    </message>
    <message>
        <source>A network and images that come with SE Scope; runs at once</source>
        <translation>SE Scope 自带的网络和图像；立即运行</translation>
    </message>
    <message>
        <source>Write the profile into a file</source>
        <translation>把剖析结果写入文件</translation>
    </message>
    <message>
        <source>A run is under way: stop it, or wait for its end</source>
        <translation>正在运行：请停止或等待结束</translation>
    </message>
    <message>
        <source>Write the figure as PNG, SVG or PDF</source>
        <translation>把图写成 PNG、SVG 或 PDF</translation>
    </message>
    <message>
        <source>Write the numbers behind the figure</source>
        <translation>写出图背后的数值</translation>
    </message>
    <message>
        <source>Copy the figure as a picture</source>
        <translation>把图复制为图片</translation>
    </message>
    <message>
        <source>Open network &amp;folder...</source>
        <translation>打开网络文件夹(&amp;F)...</translation>
    </message>
    <message>
        <source>Start &amp;over...</source>
        <translation>重新开始(&amp;O)...</translation>
    </message>
    <message>
        <source>&amp;Continue (%L1 / %L2)</source>
        <translation>继续（%L1 / %L2）(&amp;C)</translation>
    </message>
    <message>
        <source>Run from the first image on</source>
        <translation>从第一张图像开始运行</translation>
    </message>
    <message>
        <source>There is nothing to start over</source>
        <translation>没有可重新开始的运行</translation>
    </message>
    <message>
        <source>Go on from where the run was stopped</source>
        <translation>从停止处继续运行</translation>
    </message>
    <message>
        <source>Export &amp;all figures...</source>
        <translation>导出全部图(&amp;A)...</translation>
    </message>
    <message>
        <source>&amp;Report (HTML, PDF)...</source>
        <translation>报告（HTML、PDF）(&amp;R)...</translation>
    </message>
    <message>
        <source>Previous c&amp;hannel</source>
        <translation>上一个通道(&amp;H)</translation>
    </message>
    <message>
        <source>Next cha&amp;nnel</source>
        <translation>下一个通道(&amp;N)</translation>
    </message>
    <message>
        <source>Copy as command &amp;line</source>
        <translation>复制为命令行(&amp;L)</translation>
    </message>
    <message>
        <source>Copy the command that draws this figure</source>
        <translation>复制绘制此图的命令</translation>
    </message>
    <message>
        <source>Write the figures of all pages as PDF</source>
        <translation>将所有页面的图写成 PDF</translation>
    </message>
    <message>
        <source>Write everything about this profile into one file</source>
        <translation>将此剖析文件的全部内容写入一个文件</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Caption below the figure</source>
        <translation>图下方的说明</translation>
    </message>
    <message>
        <source>Light on dark</source>
        <translation>深底浅色</translation>
    </message>
    <message>
        <source>Export figure</source>
        <translation>导出图</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Export...</source>
        <translation>导出...</translation>
    </message>
    <message>
        <source>as needed</source>
        <translation>按需</translation>
    </message>
    <message>
        <source> dpi</source>
        <translation> dpi</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>Font size</source>
        <translation>字号</translation>
    </message>
    <message>
        <source>PDF and SVG are sharp at any resolution</source>
        <translation>PDF 和 SVG 在任何分辨率下都清晰</translation>
    </message>
    <message>
        <source>%1 × %2 mm</source>
        <translation>%1 × %2 毫米</translation>
    </message>
    <message>
        <source>, %L1 × %L2 pixels</source>
        <translation>，%L1 × %L2 像素</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>FigureFiles</name>
    <message>
        <source>Export all figures into a folder</source>
        <translation>将全部图导出到文件夹</translation>
    </message>
    <message>
        <source>Export all figures</source>
        <translation>导出全部图</translation>
    </message>
    <message>
        <source>The folder holds figures already; those of the same names are replaced.</source>
        <translation>该文件夹中已有图；同名的将被替换。</translation>
    </message>
    <message>
        <source>Replace them</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>FigureTabs</name>
    <message>
        <source>Figures</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Run a network over images, or open a profile, to see its gates here.</source>
        <translation>让网络在图像上运行，或打开剖析文件，即可在此看到门控值。</translation>
    </message>
    <message>
        <source>The first images are on their way through the network.</source>
        <translation>第一批图像正在通过网络。</translation>
    </message>
    <message>
        <source>No class is checked: check some on the right, or press &quot;Most different&quot;.</source>
        <translation>没有勾选类别：请在右侧勾选，或按“差异最大”。</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>50 sampled</source>
        <translation>抽取 50 个</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Fifty channels spread evenly over the block, as in the paper (Hu et al., 5.3), or every one</source>
        <translation>在模块中均匀抽取五十个通道，如论文所示（Hu 等，5.3），或全部通道</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Class spread</source>
        <translation>类间离散度</translation>
    </message>
    <message>
        <source>Order along the axis: as in the network, by the mean gate over all images, or by the spread between the means of classes</source>
        <translation>横轴顺序：按网络中的顺序、按所有图像的平均门控值，或按各类别均值之间的离散度</translation>
    </message>
    <message>
        <source>Band</source>
        <translation>带</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Mean ± std</source>
        <translation>均值 ± 标准差</translation>
    </message>
    <message>
        <source>One standard deviation over the images of a class around its mean</source>
        <translation>某类别图像的均值上下一个标准差</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>论文图</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Single images</source>
        <translation>单张图像</translation>
    </message>
    <message>
        <source>The paper&apos;s figure 6, mean gates of classes, or its figure 7, the spread over the images of two classes</source>
        <translation>论文的图 6：各类别的平均门控值；或图 7：两个类别在图像间的离散</translation>
    </message>
    <message>
        <source>Distribution</source>
        <translation>分布</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>This block</source>
        <translation>此模块</translation>
    </message>
    <message>
        <source>All blocks</source>
        <translation>所有模块</translation>
    </message>
    <message>
        <source>Histogram and quantiles of the selected block, or a ridge for each block</source>
        <translation>所选模块的直方图和分位数，或每个模块一条脊线</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>Clustered</source>
        <translation>聚类</translation>
    </message>
    <message>
        <source>Natural</source>
        <translation>自然</translation>
    </message>
    <message>
        <source>Similar rows and columns side by side (average linkage), or in the order of the network and the data</source>
        <translation>相似的行列相邻（平均连接），或按网络和数据的顺序</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>已勾选</translation>
    </message>
    <message>
        <source>Every class that has images, or those checked on the right</source>
        <translation>所有有图像的类别，或右侧勾选的类别</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Viridis</source>
        <translation>Viridis</translation>
    </message>
    <message>
        <source>Cividis</source>
        <translation>Cividis</translation>
    </message>
    <message>
        <source>Both are evenly perceived and safe for any colour vision</source>
        <translation>两者感知均匀，适合任何色觉</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>The figure is being made.</source>
        <translation>正在生成图。</translation>
    </message>
    <message>
        <source>The profile holds no images.</source>
        <translation>该分析文件中没有图像。</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>标度</translation>
    </message>
    <message>
        <source>-1 to 1</source>
        <translation>-1 至 1</translation>
    </message>
    <message>
        <source>Of the block</source>
        <translation>本模块</translation>
    </message>
    <message>
        <source>The same in all blocks, so that they compare; or over the values of this block, so that small differences are seen</source>
        <translation>所有模块相同，便于比较；或按本模块的取值，以显示细小差异</translation>
    </message>
    <message>
        <source>From -1 to 1 colours are blue to red, white at 0</source>
        <translation>从 -1 到 1 的颜色由蓝到红，0 为白色</translation>
    </message>
    <message>
        <source>Compared are the two checked classes, %1 and %2.</source>
        <translation>比较的是勾选的两个类别：%1 和 %2。</translation>
    </message>
    <message>
        <source>Compared are %1 and %2, the first two of the %L3 checked classes.</source>
        <translation>比较的是 %1 和 %2，即 %L3 个勾选类别中的前两个。</translation>
    </message>
</context>
<context>
    <name>FigureView</name>
    <message>
        <source>Figure</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Export figure...</source>
        <translation>导出图...</translation>
    </message>
    <message>
        <source>Export data...</source>
        <translation>导出数据...</translation>
    </message>
    <message>
        <source>Reset view</source>
        <translation>重置视图</translation>
    </message>
    <message>
        <source>Export data</source>
        <translation>导出数据</translation>
    </message>
    <message>
        <source>Copy figure</source>
        <translation>复制图</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>CSV (*.csv);;JSON (*.json)</source>
        <translation>CSV (*.csv);;JSON (*.json)</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>Copy as command line</source>
        <translation>复制为命令行</translation>
    </message>
    <message>
        <source>The command line has no command for the figure of this page</source>
        <translation>命令行没有绘制此页之图的命令</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>已复制：%1</translation>
    </message>
</context>
<context>
    <name>FileDialogs</name>
    <message>
        <source>Open network</source>
        <translation>打开网络</translation>
    </message>
    <message>
        <source>Open images: a folder with a folder for each class</source>
        <translation>打开图像：每个类别一个子文件夹的文件夹</translation>
    </message>
    <message>
        <source>Open profile</source>
        <translation>打开剖析文件</translation>
    </message>
    <message>
        <source>Profiles (*.profile);;All files (*)</source>
        <translation>剖析文件 (*.profile);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Save profile</source>
        <translation>保存剖析文件</translation>
    </message>
    <message>
        <source>Profiles (*.profile)</source>
        <translation>剖析文件 (*.profile)</translation>
    </message>
    <message>
        <source>Networks (%1);;All files (*)</source>
        <translation>网络 (%1);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Open network: a folder in the layout of a model hub</source>
        <translation>打开网络：模型库布局的文件夹</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>%L1 / %L2</source>
        <translation>%L1 / %L2</translation>
    </message>
    <message>
        <source> · %1 images/s</source>
        <translation> · %1 张/秒</translation>
    </message>
    <message>
        <source> · %1 left</source>
        <translation> · 剩余 %1</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>运行进度</translation>
    </message>
    <message>
        <source>Device, precision and batch of the run</source>
        <translation>运行所用的设备、精度和批大小</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>准备中</translation>
    </message>
    <message>
        <source>Stopped after %1 images</source>
        <translation>已在 %1 张图像后停止</translation>
    </message>
    <message>
        <source>Done: %1 images</source>
        <translation>完成：%1 张图像</translation>
    </message>
    <message>
        <source>, top-1 %1 %</source>
        <translation>，top-1 %1 %</translation>
    </message>
    <message>
        <source>The channel that is picked, and marked in all figures</source>
        <translation>选中的通道，在所有图中都有标记</translation>
    </message>
</context>
<context>
    <name>ImagePanel</name>
    <message>
        <source>row %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>|U|: before the gates</source>
        <translation>|U|：门控之前</translation>
    </message>
    <message>
        <source>|s·U|: after them</source>
        <translation>|s·U|：门控之后</translation>
    </message>
    <message>
        <source>|s·U| / |U|: kept</source>
        <translation>|s·U| / |U|：保留比例</translation>
    </message>
    <message>
        <source>The image as the network sees it: resized and cropped</source>
        <translation>网络所见的图像：已缩放并裁剪</translation>
    </message>
    <message>
        <source>Mean magnitude over the channels of what the gates multiply, at each position; from its smallest to its largest value</source>
        <translation>门控所乘的特征图在每个位置上各通道绝对值的平均；从最小值到最大值</translation>
    </message>
    <message>
        <source>The same after the gates multiplied it</source>
        <translation>乘以门控之后的同一量</translation>
    </message>
    <message>
        <source>What the gates keep of it at each position: where it is bright, channels that are active there are open</source>
        <translation>门控在每个位置保留的比例：明亮处表示在那里活跃的通道是打开的</translation>
    </message>
    <message>
        <source>%1 — predicted: %2</source>
        <translation>%1 — 预测：%2</translation>
    </message>
</context>
<context>
    <name>ImagesPage</name>
    <message>
        <source>Look at more</source>
        <translation>查看更多</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>In the order of the data</source>
        <translation>按数据的次序</translation>
    </message>
    <message>
        <source>Opening the channel most</source>
        <translation>该通道开得最大</translation>
    </message>
    <message>
        <source>Closing the channel most</source>
        <translation>该通道关得最小</translation>
    </message>
    <message>
        <source>By the gate of the picked channel: click one in a figure to pick it</source>
        <translation>按所选通道的门控值：在图中点击即可选择通道</translation>
    </message>
    <message>
        <source>Runs the network over twice as many images of each checked class</source>
        <translation>对每个勾选的类别在两倍数量的图像上运行网络</translation>
    </message>
    <message>
        <source>A profile holds no single images. Open its network and its images, and they are run here, one by one.</source>
        <translation>剖析文件中没有单张图像。打开它的网络和图像，即可在此逐张运行。</translation>
    </message>
    <message>
        <source>Open a network and images to look at single ones.</source>
        <translation>打开网络和图像，即可查看单张图像。</translation>
    </message>
    <message>
        <source>Single images can be looked at once the run is done.</source>
        <translation>运行结束后即可查看单张图像。</translation>
    </message>
    <message>
        <source>
gate %1</source>
        <translation>
门控值 %1</translation>
    </message>
    <message>
        <source>row %1</source>
        <translation>第 %1 行</translation>
    </message>
</context>
<context>
    <name>ImagesPanel</name>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>So many images of each class, drawn by the seed</source>
        <translation>每个类别抽取这么多图像，由种子决定</translation>
    </message>
    <message>
        <source>Another seed draws other images; the same one the same</source>
        <translation>不同种子抽取不同图像；相同种子抽取相同图像</translation>
    </message>
    <message>
        <source>all, or names separated by commas</source>
        <translation>全部，或以逗号分隔的名称</translation>
    </message>
    <message>
        <source>Images of each class</source>
        <translation>每个类别的图像数</translation>
    </message>
    <message>
        <source>Seed of the sample</source>
        <translation>抽样种子</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>%L1 images in %L2 classes</source>
        <translation>%L1 张图像，%L2 个类别</translation>
    </message>
    <message>
        <source>No images are open.</source>
        <translation>没有打开图像。</translation>
    </message>
    <message>
        <source>all of them</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>the profile half</source>
        <translation>剖析用的一半</translation>
    </message>
    <message>
        <source>the proof half</source>
        <translation>证明用的一半</translation>
    </message>
    <message>
        <source>A profile of one half of each class is proven on the other, which it has not seen. Which half an image is in follows from its name and the seed.</source>
        <translation>由每个类别的一半图像得出的剖析结果，在它未见过的另一半上证明。图像属于哪一半由其名称和种子决定。</translation>
    </message>
    <message>
        <source>Half of each class</source>
        <translation>每个类别的一半</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>SE Scope</source>
        <translation>SE Scope</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Wrote %1</source>
        <translation>已写入 %1</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>A run is under way</source>
        <translation>正在运行</translation>
    </message>
    <message>
        <source>What it has done so far is lost, unless it is saved.</source>
        <translation>到目前为止的结果若不保存，将会丢失。</translation>
    </message>
    <message>
        <source>Stop and save...</source>
        <translation>停止并保存...</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>停止并关闭</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续运行</translation>
    </message>
    <message>
        <source>The profile of this run is not saved.</source>
        <translation>本次运行的剖析结果尚未保存。</translation>
    </message>
    <message>
        <source>Save profile...</source>
        <translation>保存剖析文件...</translation>
    </message>
    <message>
        <source>Close without saving</source>
        <translation>不保存并关闭</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留在窗口</translation>
    </message>
    <message>
        <source>Prune</source>
        <translation>剪除</translation>
    </message>
    <message>
        <source>&amp;Prune</source>
        <translation>剪除(&amp;P)</translation>
    </message>
    <message>
        <source>Show &amp;verdicts</source>
        <translation>显示判定(&amp;V)</translation>
    </message>
    <message>
        <source>There is no figure on this page yet</source>
        <translation>此页还没有图</translation>
    </message>
    <message>
        <source>Close SE Scope</source>
        <translation>关闭 SE Scope</translation>
    </message>
    <message>
        <source>Open without saving</source>
        <translation>不保存并打开</translation>
    </message>
    <message>
        <source>Run without saving</source>
        <translation>不保存并运行</translation>
    </message>
    <message>
        <source>Unsaved results</source>
        <translation>未保存的结果</translation>
    </message>
    <message>
        <source>These results are not saved: %1</source>
        <translation>这些结果尚未保存：%1</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Start over without saving</source>
        <translation>不保存并重新开始</translation>
    </message>
    <message>
        <source>%1 - SE Scope</source>
        <translation>%1 - SE Scope</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>&amp;Recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>%1 with %2</source>
        <translation>%1 与 %2</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>Wrote %L1 figures into %2</source>
        <translation>已将 %L1 幅图写入 %2</translation>
    </message>
</context>
<context>
    <name>MeasuringLine</name>
    <message>
        <source>Progress of the measurement</source>
        <translation>测量进度</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>准备中</translation>
    </message>
    <message>
        <source>Taking the times of both, in turn</source>
        <translation>正在轮流计时</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>the request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>the network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>the images or the profile</source>
        <translation>图像或剖析文件</translation>
    </message>
    <message>
        <source>the device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>a defect of SE Scope</source>
        <translation>SE Scope 的缺陷</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>About: %1</source>
        <translation>关于：%1</translation>
    </message>
    <message>
        <source>File: %1</source>
        <translation>文件：%1</translation>
    </message>
    <message>
        <source>SE Scope %1</source>
        <translation>SE Scope %1</translation>
    </message>
    <message>
        <source>Open as this</source>
        <translation>按此打开</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
</context>
<context>
    <name>NetworkBar</name>
    <message>
        <source> · %1 M · %2 GMAC</source>
        <translation> · %1 M 参数 · %2 GMAC</translation>
    </message>
    <message>
        <source> (%1 assumed)</source>
        <translation>（%1 项为假定）</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>No network yet</source>
        <translation>尚无网络</translation>
    </message>
    <message>
        <source>Network: %1</source>
        <translation>网络：%1</translation>
    </message>
    <message>
        <source>What the network is, what was assumed, and how to change it</source>
        <translation>网络是什么、假定了什么以及如何更改</translation>
    </message>
    <message>
        <source>Open a network, or drop one anywhere in the window</source>
        <translation>打开网络，或将其拖放到窗口任意位置</translation>
    </message>
    <message>
        <source>%L1 images in %L2 classes</source>
        <translation>%L1 张图像，%L2 个类别</translation>
    </message>
    <message>
        <source>profile of %L1 images in %L2 classes</source>
        <translation>%L1 张图像、%L2 个类别的剖析结果</translation>
    </message>
    <message>
        <source>No images yet</source>
        <translation>尚无图像</translation>
    </message>
    <message>
        <source>Open images, or drop a folder anywhere in the window</source>
        <translation>打开图像，或将文件夹拖放到窗口任意位置</translation>
    </message>
    <message>
        <source>Images: %1</source>
        <translation>图像：%1</translation>
    </message>
    <message>
        <source>How to run: %1</source>
        <translation>运行方式：%1</translation>
    </message>
    <message>
        <source>Device, precision, batch, and when the run ends</source>
        <translation>设备、精度、批大小，以及何时结束</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 px</translation>
    </message>
    <message>
        <source> · %L1 classes</source>
        <translation> · %L1 个类别</translation>
    </message>
    <message>
        <source> · no classifier</source>
        <translation> · 无分类器</translation>
    </message>
</context>
<context>
    <name>NetworkPage</name>
    <message>
        <source>Stem</source>
        <translation>输入段</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>输出段</translation>
    </message>
    <message>
        <source>Stage %1</source>
        <translation>阶段 %1</translation>
    </message>
    <message>
        <source>Open a network to see where its gates stand.</source>
        <translation>打开一个网络，查看门控所在的位置。</translation>
    </message>
    <message>
        <source>%1. Columns are stages, from the input to the output; a line is a gate: its map, its channels, its verdict.</source>
        <translation>%1。各列是从输入到输出的阶段；每一项是一个门控：特征图、通道数和判定。</translation>
    </message>
    <message>
        <source>%1 · %2 % of the cost</source>
        <translation>%1 · 占开销 %2 %</translation>
    </message>
    <message>
        <source>no gate</source>
        <translation>无门控</translation>
    </message>
    <message>
        <source>Like a gate, but none</source>
        <translation>像门控但不是</translation>
    </message>
    <message>
        <source>%1 channels</source>
        <translation>%1 个通道</translation>
    </message>
    <message>
        <source>%1 × %2 × %3</source>
        <translation>%1 × %2 × %3</translation>
    </message>
</context>
<context>
    <name>NetworkPanel</name>
    <message>
        <source>As the file and its conventions say</source>
        <translation>恢复为文件及其惯例</translation>
    </message>
    <message>
        <source>conv1 (1x1)</source>
        <translation>conv1 (1x1)</translation>
    </message>
    <message>
        <source>conv2 (3x3)</source>
        <translation>conv2 (3x3)</translation>
    </message>
    <message>
        <source>3x3/2, padding 1</source>
        <translation>3x3/2，填充 1</translation>
    </message>
    <message>
        <source>3x3/2, ceil mode, no padding</source>
        <translation>3x3/2，向上取整，无填充</translation>
    </message>
    <message>
        <source>Stride placement</source>
        <translation>步幅位置</translation>
    </message>
    <message>
        <source>Max pooling</source>
        <translation>最大池化</translation>
    </message>
    <message>
        <source>Gate function</source>
        <translation>门控函数</translation>
    </message>
    <message>
        <source>Place of the SE unit</source>
        <translation>SE 单元的位置</translation>
    </message>
    <message>
        <source>Batch norm&apos;s epsilon</source>
        <translation>批归一化的 epsilon</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Preprocessing</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>Share kept by the crop</source>
        <translation>裁剪保留比例</translation>
    </message>
    <message>
        <source>Interpolation</source>
        <translation>插值</translation>
    </message>
    <message>
        <source>A run is under way</source>
        <translation>正在运行</translation>
    </message>
    <message>
        <source>This network comes with a profile, whose run is over</source>
        <translation>此网络来自剖析文件，其运行已结束</translation>
    </message>
    <message>
        <source>Open a network first</source>
        <translation>请先打开网络</translation>
    </message>
    <message>
        <source>No network is open.</source>
        <translation>没有打开网络。</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1 parameters, of them %2 in SE units</source>
        <translation>%1 个参数，其中 SE 单元 %2 个</translation>
    </message>
    <message>
        <source>assumed: %1</source>
        <translation>假定：%1</translation>
    </message>
    <message>
        <source>%1: %2 (%3)</source>
        <translation>%1：%2（%3）</translation>
    </message>
    <message>
        <source>Like a gate, but none:</source>
        <translation>像门控但不是：</translation>
    </message>
    <message>
        <source>as the height</source>
        <translation>与高度相同</translation>
    </message>
    <message>
        <source>Input height</source>
        <translation>输入高度</translation>
    </message>
    <message>
        <source>Input width</source>
        <translation>输入宽度</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 GMAC (%2 GFLOPs) for an image of %3</source>
        <translation>%3 图像：%1 GMAC（%2 GFLOPs）</translation>
    </message>
    <message>
        <source>%L1 SE blocks with %L2 gates for each image</source>
        <translation>%L1 个 SE 模块，每张图像 %L2 个门控值</translation>
    </message>
    <message>
        <source>%L1 classes; %2</source>
        <translation>%L1 个类别；%2</translation>
    </message>
    <message>
        <source>no classifier, so nothing that needs accuracy; %1</source>
        <translation>没有分类器，因此没有与准确率有关的内容；%1</translation>
    </message>
</context>
<context>
    <name>Pruning</name>
    <message>
        <source>A measurement is under way</source>
        <translation>正在测量</translation>
    </message>
    <message>
        <source>A run is under way</source>
        <translation>正在运行</translation>
    </message>
    <message>
        <source>There is no profile yet: run a network over images</source>
        <translation>还没有剖析结果：请先让网络处理图像</translation>
    </message>
    <message>
        <source>The network has no SE block</source>
        <translation>该网络没有 SE 模块</translation>
    </message>
    <message>
        <source>Open the network of this profile first</source>
        <translation>请先打开此剖析结果所属的网络</translation>
    </message>
    <message>
        <source>Open images to judge it by first</source>
        <translation>请先打开用于评判的图像</translation>
    </message>
    <message>
        <source>The pruned network is being written</source>
        <translation>正在写出剪除后的网络</translation>
    </message>
    <message>
        <source>Check a block in the table first</source>
        <translation>请先在表中勾选一个模块</translation>
    </message>
</context>
<context>
    <name>PruningPage</name>
    <message>
        <source>Check what can go</source>
        <translation>勾选可剪除的模块</translation>
    </message>
    <message>
        <source>Find best set</source>
        <translation>寻找最佳组合</translation>
    </message>
    <message>
        <source>Check best set</source>
        <translation>勾选最佳组合</translation>
    </message>
    <message>
        <source>Prove it</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Stop measuring</source>
        <translation>停止测量</translation>
    </message>
    <message>
        <source>Write pruned network...</source>
        <translation>写出剪除后的网络...</translation>
    </message>
    <message>
        <source>Write pruned network</source>
        <translation>写出剪除后的网络</translation>
    </message>
    <message>
        <source>Weights (*.safetensors)</source>
        <translation>权重 (*.safetensors)</translation>
    </message>
    <message>
        <source>Whole network, ONNX (*.onnx)</source>
        <translation>完整网络，ONNX (*.onnx)</translation>
    </message>
    <message>
        <source>Verdicts</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>As each verdict says</source>
        <translation>按各自的判定</translation>
    </message>
    <message>
        <source>Its mean gate</source>
        <translation>其平均门控值</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>不替代</translation>
    </message>
    <message>
        <source>Replace by</source>
        <translation>替代方式</translation>
    </message>
    <message>
        <source>What a block that is taken out is replaced by: its mean gate, folded into the weights beside it, or nothing, as if every gate were 1</source>
        <translation>被剪除模块的替代方式：将其平均门控值折入相邻权重；或不替代，即视所有门控值为 1</translation>
    </message>
    <message>
        <source>Replace by:</source>
        <translation>替代：</translation>
    </message>
    <message>
        <source>Images outside the profile</source>
        <translation>剖析结果以外的图像</translation>
    </message>
    <message>
        <source>All images</source>
        <translation>全部图像</translation>
    </message>
    <message>
        <source>Judged by</source>
        <translation>评判依据</translation>
    </message>
    <message>
        <source>The profile&apos;s own images flatter the pruning: its mean gates are of them</source>
        <translation>用剖析结果自身的图像评判会偏乐观：平均门控值正是由它们得出</translation>
    </message>
    <message>
        <source> points</source>
        <translation> 个百分点</translation>
    </message>
    <message>
        <source>Largest loss of accuracy</source>
        <translation>准确率最大损失</translation>
    </message>
    <message>
        <source>How much accuracy the search may give away</source>
        <translation>搜索允许损失的准确率</translation>
    </message>
    <message>
        <source>top-1</source>
        <translation>top-1</translation>
    </message>
    <message>
        <source>top-5</source>
        <translation>top-5</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>lose at most</source>
        <translation>最多损失</translation>
    </message>
    <message>
        <source>This network has no SE block: there is nothing to prune. Open another one.</source>
        <translation>该网络没有 SE 模块，无可剪除。请打开另一个网络。</translation>
    </message>
    <message>
        <source>The first images are on their way through the network.</source>
        <translation>第一批图像正在通过网络。</translation>
    </message>
    <message>
        <source>Verdicts come from a profile: run a network over images, or open a profile.</source>
        <translation>判定来自剖析结果：请让网络处理图像，或打开剖析文件。</translation>
    </message>
    <message>
        <source>No block is checked.</source>
        <translation>未勾选任何模块。</translation>
    </message>
    <message>
        <source>Saves %1 parameters (%2 %), %3 MACs (%4 %)</source>
        <translation>节省 %1 个参数（%2 %）、%3 次乘加（%4 %）</translation>
    </message>
    <message>
        <source>No verdict says that a block can go</source>
        <translation>没有判定表明有模块可剪除</translation>
    </message>
    <message>
        <source>Check the blocks whose verdict says that they can go</source>
        <translation>勾选判定为可剪除的模块</translation>
    </message>
    <message>
        <source>Measure the subsets of the last stage, then block after block, and choose the largest saving that keeps to the budget</source>
        <translation>先测量最后一级的各个子集，再逐个模块测量，并选出不超出预算的最大节省</translation>
    </message>
    <message>
        <source>No set keeps to the budget</source>
        <translation>没有组合符合预算</translation>
    </message>
    <message>
        <source>Find the best set first</source>
        <translation>请先寻找最佳组合</translation>
    </message>
    <message>
        <source>Check the blocks of the set that the search found</source>
        <translation>勾选搜索所得组合中的模块</translation>
    </message>
    <message>
        <source>Measure the network without the checked blocks against the original</source>
        <translation>将去掉所勾选模块的网络与原网络对比测量</translation>
    </message>
    <message>
        <source>Write the weights without the checked blocks, config.json and a plan beside them</source>
        <translation>写出去掉所勾选模块的权重，并附 config.json 与方案文件</translation>
    </message>
    <message>
        <source>Nothing is measured</source>
        <translation>当前没有测量</translation>
    </message>
    <message>
        <source>Stop, and keep what was measured</source>
        <translation>停止，并保留已测得的结果</translation>
    </message>
    <message>
        <source>The profile&apos;s own images are among them, which flatters the pruning.</source>
        <translation>其中包含剖析结果自身的图像，结果会偏乐观。</translation>
    </message>
    <message>
        <source>%1, %2 MB</source>
        <translation>%1，%2 MB</translation>
    </message>
    <message>
        <source>It is stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>The profile is of all images that are open</source>
        <translation>剖析结果已包含所打开的全部图像</translation>
    </message>
    <message>
        <source>What may go</source>
        <translation>可剪除的部分</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>证明</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写出</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>What verdicts follow, to be moved; the verdicts move with it</source>
        <translation>判定所依据的阈值，可以移动，判定随之改变</translation>
    </message>
    <message>
        <source>Nothing is measured yet</source>
        <translation>尚未测量</translation>
    </message>
    <message>
        <source>%1; other blocks are checked now</source>
        <translation>%1；现在勾选的是其他模块</translation>
    </message>
    <message>
        <source>Measure %1 images</source>
        <translation>测量 %1 张图像</translation>
    </message>
    <message>
        <source>As many images of each class as that takes, where they are there</source>
        <translation>每个类别取所需数量的图像（如果有这么多）</translation>
    </message>
    <message>
        <source>Being written</source>
        <translation>正在写出</translation>
    </message>
    <message>
        <source>Nothing is written yet</source>
        <translation>尚未写出</translation>
    </message>
    <message>
        <source>Wrote %1</source>
        <translation>已写入 %1</translation>
    </message>
    <message>
        <source>The other half of each class</source>
        <translation>每个类别的另一半</translation>
    </message>
    <message>
        <source>The profile is of these very images, all of them, which flatters the pruning. To judge by others, open another folder, or record the profile on a half of each class (Images, above).</source>
        <translation>剖析结果正是由这些图像（全部）得出的，剪除效果会显得偏好。若要用其他图像评判，请打开另一个文件夹，或用每个类别的一半图像生成剖析结果（见上方的图像）。</translation>
    </message>
</context>
<context>
    <name>PruningResults</name>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>剪除前后</translation>
    </message>
    <message>
        <source>Per class</source>
        <translation>按类别</translation>
    </message>
    <message>
        <source>Trade-off</source>
        <translation>权衡</translation>
    </message>
    <message>
        <source>Sets</source>
        <translation>组合</translation>
    </message>
    <message>
        <source>&quot;Find best set&quot; measures what each set of blocks saves and what it costs.</source>
        <translation>“寻找最佳组合”会测量每个模块组合的节省与代价。</translation>
    </message>
</context>
<context>
    <name>PruningStep</name>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>折叠“%1”</translation>
    </message>
    <message>
        <source>Fold the tables away</source>
        <translation>收起表格</translation>
    </message>
    <message>
        <source>Show the tables</source>
        <translation>显示表格</translation>
    </message>
</context>
<context>
    <name>ReportFile</name>
    <message>
        <source>Write report</source>
        <translation>写报告</translation>
    </message>
    <message>
        <source>HTML (*.html);;PDF (*.pdf)</source>
        <translation>HTML (*.html);;PDF (*.pdf)</translation>
    </message>
</context>
<context>
    <name>ResultsStrip</name>
    <message>
        <source>%1 of %2 images</source>
        <translation>%1 / %2 张图像</translation>
    </message>
    <message>
        <source>%1 images</source>
        <translation>%1 张图像</translation>
    </message>
    <message>
        <source>%1 on %2: %3</source>
        <translation>%1，数据 %2：%3</translation>
    </message>
    <message>
        <source>%1, unsaved</source>
        <translation>%1，未保存</translation>
    </message>
    <message>
        <source>These are the results of %1. Run to replace them, or save them first.</source>
        <translation>这是 %1 的结果。运行会替换它们；也可以先保存。</translation>
    </message>
    <message>
        <source>These are the results of %1. Run to replace them.</source>
        <translation>这是 %1 的结果。运行会替换它们。</translation>
    </message>
</context>
<context>
    <name>RunPanel</name>
    <message>
        <source>Looking for devices.</source>
        <translation>正在查找设备。</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Automatic takes the fastest whose gates stay within 0.01 of those of fp32</source>
        <translation>自动：选取门控值与 fp32 相差不超过 0.01 的最快精度</translation>
    </message>
    <message>
        <source>Images that go through the network at a time</source>
        <translation>一次通过网络的图像数</translation>
    </message>
    <message>
        <source>its end, or Stop</source>
        <translation>完成或按停止</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>A run that ends before all images are through keeps what there is</source>
        <translation>提前结束的运行会保留已有结果</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Run until</source>
        <translation>运行到</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>batch %1</source>
        <translation>批大小 %1</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>all images</source>
        <translation>全部图像</translation>
    </message>
    <message>
        <source>A class takes no more images once each of its mean gates, of every block and channel, is known so well (95 %). Its images come in random order, and 32 of them at least; a class that has too few takes all.</source>
        <translation>当某类别在每个模块、每个通道的平均门控值都达到此精度（95 %）时，该类别不再取图像。其图像按随机顺序取，至少 32 张；图像过少的类别取全部。</translation>
    </message>
    <message>
        <source>Means known within</source>
        <translation>均值精度</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>What does each squeeze-and-excitation block do?</source>
        <translation>每个压缩激励模块在做什么？</translation>
    </message>
    <message>
        <source>A network and images that come with SE Scope; runs at once</source>
        <translation>SE Scope 自带的网络和图像；立即运行</translation>
    </message>
    <message>
        <source>A folder with a folder of images for each class</source>
        <translation>每个类别一个图像子文件夹的文件夹</translation>
    </message>
    <message>
        <source>The result of an earlier run</source>
        <translation>以前运行的结果</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Open what an interrupted run had</source>
        <translation>打开中断运行的结果</translation>
    </message>
    <message>
        <source>Network and images are open: press Run.</source>
        <translation>网络和图像都已打开：请按“运行”。</translation>
    </message>
    <message>
        <source>The network is open. Now open images: a folder with a folder for each class.</source>
        <translation>网络已打开。现在请打开图像：每个类别一个子文件夹的文件夹。</translation>
    </message>
    <message>
        <source>The images are open. Now open a network.</source>
        <translation>图像已打开。现在请打开网络。</translation>
    </message>
    <message>
        <source>Open a trained network and a folder of images with a folder for each class, or drop them anywhere in this window.</source>
        <translation>打开训练好的网络，以及每个类别一个子文件夹的图像文件夹，或将它们拖放到窗口任意位置。</translation>
    </message>
    <message>
        <source>Open %1 with %2</source>
        <translation>打开 %1 与 %2</translation>
    </message>
    <message>
        <source>ONNX, torch.export (.pt2), safetensors, .pth, .pt, TorchScript; folders of a model hub can be dropped</source>
        <translation>ONNX、torch.export（.pt2）、safetensors、.pth、.pt、TorchScript；也可以拖入模型库的文件夹</translation>
    </message>
    <message>
        <source>Show the network</source>
        <translation>查看网络</translation>
    </message>
    <message>
        <source>Where its gates stand, stage by stage</source>
        <translation>逐阶段查看门控的位置</translation>
    </message>
    <message>
        <source>SE Scope ended during a run; its partial profile is still there</source>
        <translation>SE Scope 在运行中退出；其部分结果仍在</translation>
    </message>
</context>
<context>
    <name>TableNotes</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>All notes of the table</source>
        <translation>表格的全部说明</translation>
    </message>
</context>
<context>
    <name>TablePage</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filter of the table</source>
        <translation>表格筛选</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the selected rows, or all, for a spreadsheet</source>
        <translation>复制所选行或全部，可粘贴到电子表格</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Write what is shown into a file</source>
        <translation>把显示的内容写入文件</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Choose the columns that are shown</source>
        <translation>选择显示的列</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>%1...</source>
        <translation>%1...</translation>
    </message>
    <message>
        <source>Export table</source>
        <translation>导出表格</translation>
    </message>
</context>
<context>
    <name>Tables</name>
    <message>
        <source>Open the network to see its layers</source>
        <translation>打开网络以查看各层</translation>
    </message>
    <message>
        <source>Blocks table</source>
        <translation>模块表</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>开销</translation>
    </message>
    <message>
        <source>Skipped images</source>
        <translation>跳过的图像</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>block</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>macs: multiply-accumulates of convolutions and linear layers. fvcore: as that counter does. flops: two a multiply-accumulate. paper: closest to the paper&apos;s own tables.</source>
        <translation>macs：卷积和线性层的乘加次数。fvcore：与该计数器一致。flops：每次乘加计两次。paper：最接近论文表格。</translation>
    </message>
    <message>
        <source>Per</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Convention</source>
        <translation>计数方式</translation>
    </message>
    <message>
        <source>Skipped images (%L1)</source>
        <translation>跳过的图像（%L1）</translation>
    </message>
</context>
<context>
    <name>ThresholdSliders</name>
    <message>
        <source>Reset</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>The thresholds that SE Scope comes with</source>
        <translation>SE Scope 自带的阈值</translation>
    </message>
    <message>
        <source>Near</source>
        <translation>接近</translation>
    </message>
    <message>
        <source>A verdict is said to be near another that thresholds this much off would give.</source>
        <translation>若阈值相差这么多会得出另一判定，则称其接近该判定。</translation>
    </message>
    <message>
        <source>Saturated blocks may go from stage</source>
        <translation>饱和模块可剪除的起始阶段</translation>
    </message>
    <message>
        <source>What an earlier block changes a little, all stages behind it receive.</source>
        <translation>较早的模块所作的微小改变会传给其后的所有阶段。</translation>
    </message>
</context>
<context>
    <name>VerdictsModel</name>
    <message>
        <source>live</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>saturated</source>
        <translation>饱和</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>stuck</source>
        <translation>停滞</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1, near %2</source>
        <translation>%1，接近%2</translation>
    </message>
    <message>
        <source>mean gate</source>
        <translation>平均门控值</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>不替代</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 can be taken out</source>
        <translation>%1 可剪除</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Replace by</source>
        <translation>替代</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>%1 (%)</source>
        <translation>%1 (%)</translation>
    </message>
    <message>
        <source>Class share (%)</source>
        <translation>类别占比 (%)</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>Drawing the images of the demo.</source>
        <translation>正在绘制演示图像。</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>block</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>channels</source>
        <translation>通道数</translation>
    </message>
    <message>
        <source>mean gate</source>
        <translation>平均门控值</translation>
    </message>
    <message>
        <source>std within</source>
        <translation>类内标准差</translation>
    </message>
    <message>
        <source>std between</source>
        <translation>类间标准差</translation>
    </message>
    <message>
        <source>class share</source>
        <translation>类别占比</translation>
    </message>
    <message>
        <source>strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>stuck</source>
        <translation>停滞</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>top-1</source>
        <translation>top-1</translation>
    </message>
    <message>
        <source>top-5</source>
        <translation>top-5</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>SE parameters</source>
        <translation>SE 参数</translation>
    </message>
    <message>
        <source>of parameters</source>
        <translation>占参数</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>占 %1</translation>
    </message>
    <message>
        <source>SE %1</source>
        <translation>SE %1</translation>
    </message>
    <message>
        <source>image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>stem</source>
        <translation>主干入口</translation>
    </message>
    <message>
        <source>head</source>
        <translation>分类头</translation>
    </message>
    <message>
        <source>stage %1</source>
        <translation>阶段 %1</translation>
    </message>
    <message>
        <source>conv</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>se fc</source>
        <translation>SE 全连接</translation>
    </message>
    <message>
        <source>squeeze</source>
        <translation>压缩</translation>
    </message>
    <message>
        <source>pool</source>
        <translation>池化</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>全连接</translation>
    </message>
    <message>
        <source>strength: what of the block&apos;s output would change if each gate were its mean, relative to that output.</source>
        <translation>强度：若每个门控都取其均值，模块输出会改变多少（相对于该输出）。</translation>
    </message>
    <message>
        <source>No strength: the profile, or a part of it, was made before it was recorded.</source>
        <translation>没有强度：剖析结果或其一部分生成时尚未记录它。</translation>
    </message>
    <message>
        <source>class share: variance between classes over total variance (omega squared). open: gates &gt; %1, closed: gates &lt; %2. stuck: channels that rest near the gate of a zero with no spread.</source>
        <translation>类别占比：类间方差占总方差的比例（ω²）。打开：门控值 &gt; %1；关闭：门控值 &lt; %2。停滞：停在零输入门控值附近且不变的通道。</translation>
    </message>
    <message>
        <source>The network has no SE block.</source>
        <translation>该网络没有 SE 模块。</translation>
    </message>
    <message>
        <source>how its gate is reshaped cannot be followed</source>
        <translation>无法追踪其门控值如何变形</translation>
    </message>
    <message>
        <source>its gate also reads something else than what it scales</source>
        <translation>其门控还读取了所缩放内容以外的值</translation>
    </message>
    <message>
        <source>its gate does not follow from what it scales</source>
        <translation>其门控值并非来自所缩放的内容</translation>
    </message>
    <message>
        <source>its gate has a value per position, and pools on the way</source>
        <translation>其门控每个位置一个值，途中还有池化</translation>
    </message>
    <message>
        <source>its gate has a value per region of the map, not per channel alone</source>
        <translation>其门控值按特征图的区域变化，而不只按通道</translation>
    </message>
    <message>
        <source>its gate has fewer values than what it scales has channels</source>
        <translation>其门控值少于所缩放内容的通道数</translation>
    </message>
    <message>
        <source>its gate has one value for all channels of a position</source>
        <translation>其门控在每个位置对所有通道只有一个值</translation>
    </message>
    <message>
        <source>its gate has one value for the whole map</source>
        <translation>其门控对整个特征图只有一个值</translation>
    </message>
    <message>
        <source>its gate is too many operators away from a pool</source>
        <translation>其门控离池化隔了太多运算</translation>
    </message>
    <message>
        <source>its gate looks at neighbouring positions: a kernel larger than 1 x 1</source>
        <translation>其门控读取相邻位置：卷积核大于 1 x 1</translation>
    </message>
    <message>
        <source>its gate reads what it scales without a pool over all positions</source>
        <translation>其门控读取所缩放的内容时没有对所有位置池化</translation>
    </message>
    <message>
        <source>its gate varies along one side of the map, not from channel to channel</source>
        <translation>其门控值沿特征图的一边变化，而不是逐通道变化</translation>
    </message>
    <message>
        <source>its gate varies along one side of the map, not only from channel to channel</source>
        <translation>其门控值还沿特征图的一边变化，而不只逐通道变化</translation>
    </message>
    <message>
        <source>its gate varies along the map, not only from channel to channel</source>
        <translation>其门控值还沿特征图变化，而不只逐通道变化</translation>
    </message>
    <message>
        <source>its pool does not read what it scales</source>
        <translation>其池化读取的不是所缩放的内容</translation>
    </message>
    <message>
        <source>its pool is not over all positions of the sum of its branches</source>
        <translation>其池化不是对各分支之和的所有位置进行</translation>
    </message>
    <message>
        <source>its pool is not over all positions, or leaves something else than channels</source>
        <translation>其池化不是对所有位置进行，或结果不只有通道</translation>
    </message>
    <message>
        <source>its pools keep different dimensions of what it scales</source>
        <translation>其各池化保留了所缩放内容的不同维度</translation>
    </message>
    <message>
        <source>its softmax is not over branches</source>
        <translation>其 softmax 不是对分支进行</translation>
    </message>
    <message>
        <source>not every part of its softmax scales one branch</source>
        <translation>其 softmax 的各部分并非各缩放一个分支</translation>
    </message>
    <message>
        <source>what follows from its pool is added, not multiplied</source>
        <translation>池化之后的结果是相加，而不是相乘</translation>
    </message>
    <message>
        <source>No class share: images of one class say nothing of classes.</source>
        <translation>没有类别占比：只有一个类别的图像，无法说明类别差异。</translation>
    </message>
    <message>
        <source>its gates depend on the image, %1; how much on the class, images of two classes would tell; keep it</source>
        <translation>门控值随图像变化，%1；与类别有多大关系，需要两个类别的图像才能知道；保留</translation>
    </message>
    <message>
        <source>No accuracy: the classes could not be matched to the network&apos;s head.</source>
        <translation>没有准确率：类别无法与网络的分类头对应。</translation>
    </message>
    <message>
        <source>No accuracy: the network has no classifier that is read.</source>
        <translation>没有准确率：该网络没有可读取的分类头。</translation>
    </message>
    <message>
        <source>%1 images were skipped as unreadable.</source>
        <translation>%1 张图像无法读取而被跳过。</translation>
    </message>
    <message>
        <source>1 image was skipped as unreadable.</source>
        <translation>1 张图像无法读取而被跳过。</translation>
    </message>
    <message>
        <source>%1 images had NaN or infinite outputs, counted as wrong.</source>
        <translation>%1 张图像的输出为 NaN 或无穷，按错误计。</translation>
    </message>
    <message>
        <source>Partial: not all images have been run.</source>
        <translation>部分结果：并非所有图像都已运行。</translation>
    </message>
    <message>
        <source>One image of %1 x %2; operations are %3.</source>
        <translation>一张 %1 x %2 的图像；运算以 %3 计。</translation>
    </message>
    <message>
        <source>SE adds %1 and %2 to the same network without SE.</source>
        <translation>与不含 SE 的同一网络相比，SE 增加了 %1 和 %2。</translation>
    </message>
    <message>
        <source>%1 parameters (%2 %)</source>
        <translation>%1 个参数（%2 %）</translation>
    </message>
    <message>
        <source>strides of the stages</source>
        <translation>各阶段的步幅</translation>
    </message>
    <message>
        <source>convention of every ResNet</source>
        <translation>所有 ResNet 的惯例</translation>
    </message>
    <message>
        <source>stride placement</source>
        <translation>步幅位置</translation>
    </message>
    <message>
        <source>max pooling</source>
        <translation>最大池化</translation>
    </message>
    <message>
        <source>stride of the stem</source>
        <translation>首层的步幅</translation>
    </message>
    <message>
        <source>convention of every other ResNet</source>
        <translation>其他所有 ResNet 的惯例</translation>
    </message>
    <message>
        <source>convention of stems of one 3x3 convolution (small images)</source>
        <translation>首层为单个 3x3 卷积的网络（小图像）的惯例</translation>
    </message>
    <message>
        <source>max pooling of the stem</source>
        <translation>首层之后的最大池化</translation>
    </message>
    <message>
        <source>the unit</source>
        <translation>SE 单元</translation>
    </message>
    <message>
        <source>mean, layer, ReLU, layer, gate</source>
        <translation>均值、全连接、ReLU、全连接、门控</translation>
    </message>
    <message>
        <source>the shapes of %1 and %2; no layout has such names</source>
        <translation>依据 %1 和 %2 的形状；没有布局使用这样的名称</translation>
    </message>
    <message>
        <source>an export to ONNX or .pt2</source>
        <translation>导出为 ONNX 或 .pt2</translation>
    </message>
    <message>
        <source>dilation</source>
        <translation>空洞卷积</translation>
    </message>
    <message>
        <source>it is a part of a larger network, and some dilate their last stages</source>
        <translation>它是更大网络的一部分，有些网络在最后几个阶段使用空洞卷积</translation>
    </message>
    <message>
        <source>3x3/2, ceil mode, no padding</source>
        <translation>3x3/2，向上取整，无填充</translation>
    </message>
    <message>
        <source>3x3/2, padding 1</source>
        <translation>3x3/2，填充 1</translation>
    </message>
    <message>
        <source>place of the SE unit</source>
        <translation>SE 单元的位置</translation>
    </message>
    <message>
        <source>the paper&apos;s standard unit; its channels fit</source>
        <translation>论文的标准单元；通道数相符</translation>
    </message>
    <message>
        <source>the only usual place that its channels fit</source>
        <translation>通道数唯一相符的常见位置</translation>
    </message>
    <message>
        <source>gate function</source>
        <translation>门控函数</translation>
    </message>
    <message>
        <source>convention of every SE network</source>
        <translation>所有 SE 网络的惯例</translation>
    </message>
    <message>
        <source>batch norm&apos;s epsilon</source>
        <translation>批归一化的 epsilon</translation>
    </message>
    <message>
        <source>PyTorch&apos;s default</source>
        <translation>PyTorch 的默认值</translation>
    </message>
    <message>
        <source>class order</source>
        <translation>类别顺序</translation>
    </message>
    <message>
        <source>ImageNet-1k, synsets in order</source>
        <translation>ImageNet-1k，按同义词集顺序</translation>
    </message>
    <message>
        <source>unknown, rows by number</source>
        <translation>未知，按行号</translation>
    </message>
    <message>
        <source>1000 classes and no label names</source>
        <translation>1000 个类别且没有标签名</translation>
    </message>
    <message>
        <source>no label names beside the checkpoint</source>
        <translation>检查点旁没有标签名</translation>
    </message>
    <message>
        <source>preprocessing</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>preprocessing (%1)</source>
        <translation>预处理（%1）</translation>
    </message>
    <message>
        <source>it makes no sense to us</source>
        <translation>无法理解</translation>
    </message>
    <message>
        <source>not used: %1</source>
        <translation>未使用：%1</translation>
    </message>
    <message>
        <source>classes are not matched: no head is known</source>
        <translation>类别未对应：分类头未知</translation>
    </message>
    <message>
        <source>classes are matched to the head %1</source>
        <translation>类别已与分类头对应：%1</translation>
    </message>
    <message>
        <source>by the names of its rows</source>
        <translation>按行名</translation>
    </message>
    <message>
        <source>by ImageNet&apos;s synsets</source>
        <translation>按 ImageNet 同义词集</translation>
    </message>
    <message>
        <source>by the table of labels</source>
        <translation>按标签表</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>没有这个文件</translation>
    </message>
    <message>
        <source>check the name</source>
        <translation>请检查名称</translation>
    </message>
    <message>
        <source>no such file or folder</source>
        <translation>没有这个文件或文件夹</translation>
    </message>
    <message>
        <source>check the path of the images</source>
        <translation>请检查图像的路径</translation>
    </message>
    <message>
        <source>cannot be opened: %1</source>
        <translation>无法打开：%1</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有这个文件或文件夹</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>权限不足</translation>
    </message>
    <message>
        <source>check the path</source>
        <translation>请检查路径</translation>
    </message>
    <message>
        <source>is a folder, not a file</source>
        <translation>是文件夹而不是文件</translation>
    </message>
    <message>
        <source>name a file inside it</source>
        <translation>请指定其中的文件</translation>
    </message>
    <message>
        <source>is a pipe or a device, not a file</source>
        <translation>是管道或设备而不是文件</translation>
    </message>
    <message>
        <source>save it to a file first</source>
        <translation>请先存为文件</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>是空文件</translation>
    </message>
    <message>
        <source>copy or download it again</source>
        <translation>请重新复制或下载</translation>
    </message>
    <message>
        <source>was changed while it was read</source>
        <translation>在读取时被更改</translation>
    </message>
    <message>
        <source>wait until it is completely written, then try again</source>
        <translation>请等它完全写好后再试</translation>
    </message>
    <message>
        <source>holds no tensors</source>
        <translation>不含张量</translation>
    </message>
    <message>
        <source>is not a ResNet that we know: its %1 tensors begin with %2</source>
        <translation>不是已知的 ResNet：它的 %1 个张量以 %2 开头</translation>
    </message>
    <message>
        <source>the tensor &apos;%1&apos; holds NaN or infinity</source>
        <translation>张量“%1”含有 NaN 或无穷</translation>
    </message>
    <message>
        <source>the training diverged or the file is damaged; take an earlier checkpoint</source>
        <translation>训练发散或文件损坏；请使用更早的检查点</translation>
    </message>
    <message>
        <source>has no tensor named %1</source>
        <translation>没有名为 %1 的张量</translation>
    </message>
    <message>
        <source>is a folder without weights (model.safetensors or the like)</source>
        <translation>是没有权重的文件夹（model.safetensors 等）</translation>
    </message>
    <message>
        <source>name the checkpoint file, or the folder that holds it</source>
        <translation>请指定检查点文件或其所在的文件夹</translation>
    </message>
    <message>
        <source>is a folder with %1 checkpoints</source>
        <translation>是含有 %1 个检查点的文件夹</translation>
    </message>
    <message>
        <source>name one of them, such as %1</source>
        <translation>请指定其中之一，例如 %1</translation>
    </message>
    <message>
        <source>the SE unit of %1 has %2 channels, which does not fit the place &apos;%3&apos;</source>
        <translation>%1 的 SE 单元有 %2 个通道，与位置“%3”不符</translation>
    </message>
    <message>
        <source>batch norm&apos;s epsilon cannot be %1</source>
        <translation>批归一化的 epsilon 不能是 %1</translation>
    </message>
    <message>
        <source>give a small positive number, usually 1e-5</source>
        <translation>请给出小的正数，通常为 1e-5</translation>
    </message>
    <message>
        <source>an image size of %1 is out of range</source>
        <translation>图像尺寸 %1 超出范围</translation>
    </message>
    <message>
        <source>crop_pct cannot be %1</source>
        <translation>crop_pct 不能是 %1</translation>
    </message>
    <message>
        <source>there is no class &apos;%1&apos;</source>
        <translation>没有类别“%1”</translation>
    </message>
    <message>
        <source>did you mean %1?</source>
        <translation>您是指 %1 吗？</translation>
    </message>
    <message>
        <source>see the names of its %1 class folders</source>
        <translation>请查看其 %1 个类别文件夹的名称</translation>
    </message>
    <message>
        <source>the class folder has no image</source>
        <translation>该类别文件夹没有图像</translation>
    </message>
    <message>
        <source>names none of the data set&apos;s classes</source>
        <translation>没有列出数据集的任何类别</translation>
    </message>
    <message>
        <source>its first column must hold names such as &apos;%1&apos;</source>
        <translation>第一列须为如“%1”的名称</translation>
    </message>
    <message>
        <source>there is no image</source>
        <translation>没有图像</translation>
    </message>
    <message>
        <source>none of the %1 images could be read (the first: %2: %3)</source>
        <translation>%1 张图像都无法读取（第一张：%2：%3）</translation>
    </message>
    <message>
        <source>check the files</source>
        <translation>请检查文件</translation>
    </message>
    <message>
        <source>is not a profile of SE Scope</source>
        <translation>不是 SE Scope 的剖析文件</translation>
    </message>
    <message>
        <source>holds tensors, but is not a profile of SE Scope</source>
        <translation>含有张量，但不是 SE Scope 的剖析文件</translation>
    </message>
    <message>
        <source>its description is damaged: %1</source>
        <translation>其描述已损坏：%1</translation>
    </message>
    <message>
        <source>was written by a newer SE Scope (format %1; this one reads up to %2)</source>
        <translation>由更新的 SE Scope 写成（格式 %1；本版本最多读到 %2）</translation>
    </message>
    <message>
        <source>update SE Scope</source>
        <translation>请更新 SE Scope</translation>
    </message>
    <message>
        <source>%1 is not part of this build or was not found</source>
        <translation>%1 不在此版本中或未找到</translation>
    </message>
    <message>
        <source>resource is missing: %1</source>
        <translation>缺少资源：%1</translation>
    </message>
    <message>
        <source>install SE Scope again, or set SESCOPE_RESOURCES to its share/sescope folder</source>
        <translation>请重新安装 SE Scope，或把 SESCOPE_RESOURCES 设为其 share/sescope 文件夹</translation>
    </message>
    <message>
        <source>out of memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>try a smaller batch</source>
        <translation>请试用更小的批大小</translation>
    </message>
    <message>
        <source>this is a defect: please report it</source>
        <translation>这是缺陷：请报告</translation>
    </message>
    <message>
        <source>free some space</source>
        <translation>请腾出空间</translation>
    </message>
    <message>
        <source>going on in batches of %1, as the first part was made</source>
        <translation>按第一部分的批大小 %1 继续</translation>
    </message>
    <message>
        <source>the partial profile was not kept: %1</source>
        <translation>部分结果未能保存：%1</translation>
    </message>
    <message>
        <source>the profile has no class &quot;%1&quot;</source>
        <translation>剖析结果中没有类别“%1”</translation>
    </message>
    <message>
        <source>class &quot;%1&quot; has no image in the profile</source>
        <translation>类别“%1”在剖析结果中没有图像</translation>
    </message>
    <message>
        <source>leave it out, or analyze images of it first</source>
        <translation>请去掉它，或先分析它的图像</translation>
    </message>
    <message>
        <source>the profile has no image, so there is nothing to draw</source>
        <translation>剖析结果中没有图像，无图可画</translation>
    </message>
    <message>
        <source>analyze some images first</source>
        <translation>请先分析一些图像</translation>
    </message>
    <message>
        <source>the profile has no SE block &quot;%1&quot;</source>
        <translation>剖析结果中没有 SE 模块“%1”</translation>
    </message>
    <message>
        <source>truncated</source>
        <translation>被截断</translation>
    </message>
    <message>
        <source>an animated WebP, which cannot be read</source>
        <translation>动画 WebP，无法读取</translation>
    </message>
    <message>
        <source>convention of the %1 layout (%2)</source>
        <translation>%1 布局的惯例（%2）</translation>
    </message>
    <message>
        <source>bf16: in hardware</source>
        <translation>bf16：硬件支持</translation>
    </message>
    <message>
        <source>bf16 and bf16x3: in hardware (AMX)</source>
        <translation>bf16 与 bf16x3：硬件支持（AMX）</translation>
    </message>
    <message>
        <source>bf16x3 needs a processor with AMX, which this one lacks</source>
        <translation>bf16x3 需要带 AMX 的处理器，本机没有</translation>
    </message>
    <message>
        <source>bf16x3 is for processors with AMX, not for %1</source>
        <translation>bf16x3 只用于带 AMX 的处理器，不适用于 %1</translation>
    </message>
    <message>
        <source>computing in fp32: nothing faster keeps gates within 0.01 of it</source>
        <translation>以 fp32 计算：没有更快且门控值误差在 0.01 以内的精度</translation>
    </message>
    <message>
        <source>computing in %1, %2 times as fast as fp32: it moves gates by %3 at most, as far as tried</source>
        <translation>以 %1 计算，速度为 fp32 的 %2 倍：就所试图像而言，门控值最多改变 %3</translation>
    </message>
    <message>
        <source>bf16: no hardware support</source>
        <translation>bf16：无硬件支持</translation>
    </message>
    <message>
        <source>no NVIDIA driver on this machine</source>
        <translation>本机没有 NVIDIA 驱动</translation>
    </message>
    <message>
        <source>the NVIDIA driver is too old</source>
        <translation>NVIDIA 驱动过旧</translation>
    </message>
    <message>
        <source>the NVIDIA driver finds no device</source>
        <translation>NVIDIA 驱动未找到设备</translation>
    </message>
    <message>
        <source>hidden by CUDA_VISIBLE_DEVICES</source>
        <translation>被 CUDA_VISIBLE_DEVICES 隐藏</translation>
    </message>
    <message>
        <source>%1 is missing: run ./scripts/setup on this machine</source>
        <translation>缺少 %1：请在本机运行 ./scripts/setup</translation>
    </message>
    <message>
        <source>%1, %2 threads</source>
        <translation>%1，%2 线程</translation>
    </message>
    <message>
        <source>%1 GB, compute capability %2</source>
        <translation>%1 GB，计算能力 %2</translation>
    </message>
    <message>
        <source>a folder, not an image</source>
        <translation>是文件夹而不是图像</translation>
    </message>
    <message>
        <source>not a regular file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>empty file</source>
        <translation>空文件</translation>
    </message>
    <message>
        <source>truncated: %1</source>
        <translation>被截断：%1</translation>
    </message>
    <message>
        <source>cannot be read: %1</source>
        <translation>无法读取：%1</translation>
    </message>
    <message>
        <source>needs more memory than there is</source>
        <translation>需要的内存超过现有内存</translation>
    </message>
    <message>
        <source>the end of the JPEG data is missing</source>
        <translation>JPEG 数据结尾缺失</translation>
    </message>
    <message>
        <source>the end of the PNG data is missing</source>
        <translation>PNG 数据结尾缺失</translation>
    </message>
    <message>
        <source>most networks trained on ImageNet</source>
        <translation>多数在 ImageNet 上训练的网络</translation>
    </message>
    <message>
        <source>torchvision and networks built on it</source>
        <translation>torchvision 及基于它的网络</translation>
    </message>
    <message>
        <source>original Caffe weights of SENet</source>
        <translation>SENet 的原始 Caffe 权重</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>original</source>
        <translation>原网络</translation>
    </message>
    <message>
        <source>pruned</source>
        <translation>剪枝后</translation>
    </message>
    <message>
        <source>change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>SE units</source>
        <translation>SE 单元</translation>
    </message>
    <message>
        <source>parameters saved</source>
        <translation>节省的参数</translation>
    </message>
    <message>
        <source>MACs saved</source>
        <translation>节省的乘加运算</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>节省</translation>
    </message>
    <message>
        <source>budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>images needed</source>
        <translation>所需图像</translation>
    </message>
    <message>
        <source>latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>taken out</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>original top-1</source>
        <translation>原 top-1</translation>
    </message>
    <message>
        <source>pruned top-1</source>
        <translation>剪枝后 top-1</translation>
    </message>
    <message>
        <source>verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>near</source>
        <translation>接近</translation>
    </message>
    <message>
        <source>prunable</source>
        <translation>可剪除</translation>
    </message>
    <message>
        <source>replace by</source>
        <translation>替换为</translation>
    </message>
    <message>
        <source>why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>live</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>saturated</source>
        <translation>饱和</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>stuck channels</source>
        <translation>停滞的通道</translation>
    </message>
    <message>
        <source>open gates</source>
        <translation>打开的门控值</translation>
    </message>
    <message>
        <source>change by gates of 1</source>
        <translation>门控值取 1 时的变化</translation>
    </message>
    <message>
        <source>recalibration strength</source>
        <translation>重标定强度</translation>
    </message>
    <message>
        <source>spread of the gates</source>
        <translation>门控值的离散度</translation>
    </message>
    <message>
        <source>their spread is %1</source>
        <translation>离散度为 %1</translation>
    </message>
    <message>
        <source>mean gates would change %1 of its output</source>
        <translation>取平均门控值会改变其输出的 %1</translation>
    </message>
    <message>
        <source>%1 of its gates are open: it is close to the identity; drop it</source>
        <translation>%1 的门控值是打开的：接近恒等映射；可移除</translation>
    </message>
    <message>
        <source>gates of 1 would change %1 of its output: it is close to the identity; drop it</source>
        <translation>门控值取 1 会改变其输出的 %1：接近恒等映射；可移除</translation>
    </message>
    <message>
        <source>%1 of its gates are open, but gates of 1 would change %2 of its output, and mean gates %3; fold them</source>
        <translation>%1 的门控值是打开的，但取 1 会改变其输出的 %2，取平均门控值 %3；可并入</translation>
    </message>
    <message>
        <source>%1 of its gates are open, but gates of 1 would change %2 of its output, and mean gates %3; measure it first</source>
        <translation>%1 的门控值是打开的，但取 1 会改变其输出的 %2，取平均门控值 %3；请先测量</translation>
    </message>
    <message>
        <source>%1 of its channels rest at the gate of a zero, whatever the image: it never learned; fold the mean gate</source>
        <translation>%1 的通道无论什么图像都停在零输入门控值：从未学会；可并入平均门控值</translation>
    </message>
    <message>
        <source>%1 of its channels rest at the gate of a zero, whatever the image: it never learned; yet mean gates would change %2 of its output: measure it first</source>
        <translation>%1 的通道无论什么图像都停在零输入门控值：从未学会；但取平均门控值会改变其输出的 %2：请先测量</translation>
    </message>
    <message>
        <source>its gates hardly depend on the image, %1; fold the mean gate</source>
        <translation>其门控值几乎不取决于图像，%1；可并入平均门控值</translation>
    </message>
    <message>
        <source>its gates depend on the image, %1; %2 of their variance lies between classes; keep it</source>
        <translation>其门控值取决于图像，%1；其方差的 %2 来自类别之间；保留</translation>
    </message>
    <message>
        <source>%1 has no mean gates to fold: some of its gates were NaN or infinite</source>
        <translation>%1 没有可并入的平均门控值：其部分门控值为 NaN 或无穷大</translation>
    </message>
    <message>
        <source>replace it by the identity, or record a profile without such images</source>
        <translation>请改为直接移除（恒等），或在没有此类图像的情况下重新记录</translation>
    </message>
    <message>
        <source>no image was counted</source>
        <translation>没有统计任何图像</translation>
    </message>
    <message>
        <source>%1 (near %2)</source>
        <translation>%1（接近%2）</translation>
    </message>
    <message>
        <source>%1; %2 of its gates were NaN or infinite</source>
        <translation>%1；其 %2 的门控值为 NaN 或无穷</translation>
    </message>
    <message>
        <source>choose another place</source>
        <translation>请选择其他位置</translation>
    </message>
    <message>
        <source>no block is chosen</source>
        <translation>没有选择模块</translation>
    </message>
    <message>
        <source>no block can be taken out: %1</source>
        <translation>没有可移除的模块：%1</translation>
    </message>
    <message>
        <source>has no image beside the ones that the profile was recorded on</source>
        <translation>除生成剖析结果所用的图像外没有其他图像</translation>
    </message>
    <message>
        <source>has no image beside the sampled ones that the profile was recorded on</source>
        <translation>除生成剖析结果所用的抽样图像外没有其他图像</translation>
    </message>
    <message>
        <source>the classes are not matched to the head, so accuracy is not known: %1</source>
        <translation>类别未与分类头匹配，因此准确率未知：%1</translation>
    </message>
    <message>
        <source>loses less than %1 points</source>
        <translation>损失少于 %1 个百分点</translation>
    </message>
    <message>
        <source>loses more than %1 points</source>
        <translation>损失多于 %1 个百分点</translation>
    </message>
    <message>
        <source>not decided whether it loses less than %1 points</source>
        <translation>尚不能断定损失是否少于 %1 个百分点</translation>
    </message>
    <message>
        <source>not decided whether it loses less than %1 points; that needs about %2 images</source>
        <translation>尚不能断定损失是否少于 %1 个百分点；约需 %2 张图像</translation>
    </message>
    <message>
        <source>%1 images; both networks say the same of %2 %; mean KL divergence %3 nats.</source>
        <translation>%1 张图像；两个网络对其中 %2 % 的判断相同；平均 KL 散度 %3 奈特。</translation>
    </message>
    <message>
        <source>Largest drop of a class: %1, %2 points of %3 images.</source>
        <translation>单个类别的最大下降：%1，%2 个百分点，共 %3 张图像。</translation>
    </message>
    <message>
        <source>%1 images gave NaN or infinite logits; they count as wrong.</source>
        <translation>%1 张图像的输出为 NaN 或无穷；计为错误。</translation>
    </message>
    <message>
        <source>Accuracy is not known: the classes are not matched to the head.</source>
        <translation>准确率未知：类别未与分类头匹配。</translation>
    </message>
    <message>
        <source>Images: %1.</source>
        <translation>图像：%1。</translation>
    </message>
    <message>
        <source>Times: medians of %1 rounds in turn on %2 (%3); their range: quartiles of the ratios; throughput in batches of %4.</source>
        <translation>时间：在 %2（%3）上轮流 %1 轮的中位数；其范围为比值的四分位数；吞吐量按批大小 %4 测量。</translation>
    </message>
    <message>
        <source>No set that was measured keeps to the budget.</source>
        <translation>测量过的组合都超出预算。</translation>
    </message>
    <message>
        <source>Chosen: %1</source>
        <translation>选定：%1</translation>
    </message>
    <message>
        <source>%1 stays: %2.</source>
        <translation>%1 保留：%2。</translation>
    </message>
    <message>
        <source>Stopped before the search ended: sets are missing.</source>
        <translation>搜索在结束前停止：缺少部分组合。</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>within</source>
        <translation>在预算内</translation>
    </message>
    <message>
        <source>beyond</source>
        <translation>超出预算</translation>
    </message>
    <message>
        <source>unclear</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>选定</translation>
    </message>
    <message>
        <source>front</source>
        <translation>前沿</translation>
    </message>
    <message>
        <source>not kept apart: the profile may be of the same images</source>
        <translation>未分开：剖析结果可能来自相同的图像</translation>
    </message>
    <message>
        <source>unknown: the folder has changed since the profile was recorded</source>
        <translation>未知：生成剖析结果后文件夹已改变</translation>
    </message>
    <message>
        <source>another folder than the profile&apos;s</source>
        <translation>与剖析结果不同的文件夹</translation>
    </message>
    <message>
        <source>the profile&apos;s %1 images of this folder are left out</source>
        <translation>此文件夹中剖析结果所用的 %1 张图像已排除</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>JPEG decoding</source>
        <translation>JPEG 解码</translation>
    </message>
    <message>
        <source>large JPEGs at a part of their size</source>
        <translation>大的 JPEG 按部分尺寸解码</translation>
    </message>
    <message>
        <source>asked for, to be quicker; pixels differ a little</source>
        <translation>按要求以加快速度；像素略有差异</translation>
    </message>
    <message>
        <source>%1 %2 (%3 %)</source>
        <translation>%1 %2（%3 %）</translation>
    </message>
    <message>
        <source>%1 %2 points (95 % interval %3 to %4): %5.</source>
        <translation>%1 %2 个百分点（95 % 区间 %3 至 %4）：%5。</translation>
    </message>
    <message>
        <source>%1 %2 points (95 % interval %3 to %4, Tango; McNemar p = %5): %6.</source>
        <translation>%1 %2 个百分点（95 % 区间 %3 至 %4，Tango；McNemar p = %5）：%6。</translation>
    </message>
    <message>
        <source>%1 (where there is no strength)</source>
        <translation>%1（没有强度时）</translation>
    </message>
    <message>
        <source>%1 = %2</source>
        <translation>%1 = %2</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1和%2</translation>
    </message>
    <message>
        <source>%1 and %2 name the rows of the head differently: neither is used</source>
        <translation>%1 和 %2 对分类头各行的命名不同：都未使用</translation>
    </message>
    <message>
        <source>%1 and %2, which are together neither of pixels up to 1 nor of pixels up to 255</source>
        <translation>%1 和 %2：合起来既不适用于 0 到 1 的像素，也不适用于 0 到 255 的像素</translation>
    </message>
    <message>
        <source>%1 counts the rows of the head from 1</source>
        <translation>%1 的分类头行号从 1 起计</translation>
    </message>
    <message>
        <source>%1 does not name the %2 rows of the head: not used</source>
        <translation>%1 没有为分类头的 %2 行命名：未使用</translation>
    </message>
    <message>
        <source>%1 has %2 bytes, but its shape and type need %3</source>
        <translation>%1 有 %2 字节，而其形状和类型需要 %3 字节</translation>
    </message>
    <message>
        <source>%1 has %2 mean gates for %3 channels</source>
        <translation>%1 有 %2 个平均门控值，而通道有 %3 个</translation>
    </message>
    <message>
        <source>%1 has a column &apos;%2&apos;: its rows are read whatever they say there</source>
        <translation>%1 有一列“%2”：无论其内容如何，各行都会读取</translation>
    </message>
    <message>
        <source>%1 has no SE block to take out</source>
        <translation>%1 没有可移除的 SE 模块</translation>
    </message>
    <message>
        <source>%1 has no SE unit that could go</source>
        <translation>%1 没有可移除的 SE 单元</translation>
    </message>
    <message>
        <source>%1 has the shape [%2] where the network needs [%3]</source>
        <translation>%1 的形状为 [%2]，而网络需要 [%3]</translation>
    </message>
    <message>
        <source>%1 images gave NaN or infinite outputs, or nothing but zeros, and are left out of that.</source>
        <translation>%1 张图像的输出为 NaN、无穷或全为零，不计在内。</translation>
    </message>
    <message>
        <source>%1 images lie in no class folder and are not read</source>
        <translation>%1 张图像不在类别文件夹中，未读取</translation>
    </message>
    <message>
        <source>%1 images of %2 have more than one label and are in each of these classes, such as %3</source>
        <translation>%2 中有 %1 张图像不止一个标签，归入其每个类别，例如 %3</translation>
    </message>
    <message>
        <source>%1 is chosen twice</source>
        <translation>%1 被选择了两次</translation>
    </message>
    <message>
        <source>%1 is not available: %2</source>
        <translation>%1 不可用：%2</translation>
    </message>
    <message>
        <source>%1 is not available: this machine has %2 CUDA devices</source>
        <translation>%1 不可用：本机有 %2 个 CUDA 设备</translation>
    </message>
    <message>
        <source>%1 is not available: this machine has 1 CUDA device</source>
        <translation>%1 不可用：本机有 1 个 CUDA 设备</translation>
    </message>
    <message>
        <source>%1 is not used: %2</source>
        <translation>未使用 %1：%2</translation>
    </message>
    <message>
        <source>%1 is one branch of several that share their gates: it cannot go alone</source>
        <translation>%1 是共享门控的多个分支之一：不能单独移除</translation>
    </message>
    <message>
        <source>%1 means or deviations are given, and arrays have %2 channels</source>
        <translation>给出了 %1 个均值或标准差，而数组有 %2 个通道</translation>
    </message>
    <message>
        <source>%1 means or deviations are given, and the network takes %2 channels</source>
        <translation>给出了 %1 个均值或标准差，而网络需要 %2 个通道</translation>
    </message>
    <message>
        <source>%1 needs the storage %2, which is missing</source>
        <translation>%1 需要缺失的存储 %2</translation>
    </message>
    <message>
        <source>%1 of %2 blocks may go, with %3 parameters: measure it before you do.</source>
        <translation>%2 个模块中有 %1 个可移除，含 %3 个参数：移除前请先测量。</translation>
    </message>
    <message>
        <source>%1 rows of %2 list an image again and are left out</source>
        <translation>%2 中有 %1 行重复列出图像，已忽略</translation>
    </message>
    <message>
        <source>%1 would be written under a name of %2</source>
        <translation>%1 会以 %2 的名称写出</translation>
    </message>
    <message>
        <source>%1&apos;s default for %2</source>
        <translation>%1 中 %2 的默认值</translation>
    </message>
    <message>
        <source>%1, %2, %3, %4</source>
        <translation>%1、%2、%3、%4</translation>
    </message>
    <message>
        <source>%1, 1 thread</source>
        <translation>%1，1 线程</translation>
    </message>
    <message>
        <source>%1, which is not read</source>
        <translation>%1，无法读取</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1。</translation>
    </message>
    <message>
        <source>%1: %2 &lt;= %3</source>
        <translation>%1：%2 &lt;= %3</translation>
    </message>
    <message>
        <source>%1: %2 &gt;= %3</source>
        <translation>%1：%2 &gt;= %3</translation>
    </message>
    <message>
        <source>%1: %2 of %3 channels taken out</source>
        <translation>%1：移除 %3 个通道中的 %2 个</translation>
    </message>
    <message>
        <source>%1: the same of %2 rounds, from prepared images to outputs; throughput in batches of %3.</source>
        <translation>%1：同样测量 %2 轮，从预处理好的图像到输出；吞吐量按批大小 %3 测量。</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1；%2</translation>
    </message>
    <message>
        <source>%1; %2 that are closed stay: %3</source>
        <translation>%1；%2 个已关闭的通道保留：%3</translation>
    </message>
    <message>
        <source>%1; otherwise live.</source>
        <translation>%1；否则为有效。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no row of the head (0 to %2)</source>
        <translation>“%1”不是分类头的行号（0 到 %2）</translation>
    </message>
    <message>
        <source>&apos;%1&apos; may be %2 or %3</source>
        <translation>“%1”可能是 %2 或 %3</translation>
    </message>
    <message>
        <source>&apos;%1&apos; stands in the table twice</source>
        <translation>“%1”在表中出现两次</translation>
    </message>
    <message>
        <source>1 image had NaN or infinite outputs, counted as wrong.</source>
        <translation>1 张图像的输出为 NaN 或无穷，计为错误。</translation>
    </message>
    <message>
        <source>And %1 more.</source>
        <translation>另有 %1 个。</translation>
    </message>
    <message>
        <source>CUDA failed: %1</source>
        <translation>CUDA 出错：%1</translation>
    </message>
    <message>
        <source>Channels, over every image: closed: no gate beyond %1 of 0; open: none beyond %2 of 1; constant: largest and smallest within %3. Passed by closed: what of the output would go with them.</source>
        <translation>通道，针对所有图像：关闭：门控值与 0 之差不超过 %1；打开：与 1 之差不超过 %2；恒定：最大与最小之差不超过 %3。关闭通道所通过的：移除它们会失去的输出。</translation>
    </message>
    <message>
        <source>Cut at the threshold, their maps agree to %1 % (intersection over union of all images together; 95 % interval %2 to %3): %4 positions above it in %5 images.</source>
        <translation>按阈值切分后，输出图的一致度为 %1 %（全部图像合计的交并比；95 % 区间 %2 至 %3）：%5 张图像中有 %4 个位置高于阈值。</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>是文件夹</translation>
    </message>
    <message>
        <source>MACs (%1)</source>
        <translation>MACs（%1）</translation>
    </message>
    <message>
        <source>MACs they save</source>
        <translation>它们节省的乘加运算</translation>
    </message>
    <message>
        <source>No block is recommended to go.</source>
        <translation>没有建议移除的模块。</translation>
    </message>
    <message>
        <source>No saving of latency could be measured %1: the pruned network takes %2 of the original&apos;s time (quartiles %3 to %4).</source>
        <translation>%1未测得延迟的节省：剪枝后的网络用时为原网络的 %2（四分位数 %3 至 %4）。</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>文件系统为只读</translation>
    </message>
    <message>
        <source>SESCOPE_TORCH names no PyTorch: %1</source>
        <translation>SESCOPE_TORCH 指定的不是 PyTorch：%1</translation>
    </message>
    <message>
        <source>The %1 classes with the lowest top-1 of %2.</source>
        <translation>%2 个类别中 top-1 最低的 %1 个。</translation>
    </message>
    <message>
        <source>The network has no classifier, so that its outputs are compared: over %1 images their mean relative error is %2 % (95 % interval %3 to %4, Student&apos;s t), the largest %5 %; the mean cosine is %6.</source>
        <translation>网络没有分类器，因此比较其输出：%1 张图像的平均相对误差为 %2 %（95 % 区间 %3 至 %4，Student t），最大 %5 %；平均余弦为 %6。</translation>
    </message>
    <message>
        <source>a BMP of 16 bits with unusual colours, which is not read</source>
        <translation>颜色特殊的 16 位 BMP，无法读取</translation>
    </message>
    <message>
        <source>a PNG chunk has the wrong checksum</source>
        <translation>PNG 数据块校验和错误</translation>
    </message>
    <message>
        <source>a PNG chunk is cut off</source>
        <translation>PNG 数据块不完整</translation>
    </message>
    <message>
        <source>a TIFF %1, which is not read</source>
        <translation>TIFF %1，无法读取</translation>
    </message>
    <message>
        <source>a column is missing</source>
        <translation>缺少一列</translation>
    </message>
    <message>
        <source>a network cannot have %1 classes</source>
        <translation>网络不能有 %1 个类别</translation>
    </message>
    <message>
        <source>a part of the images cannot tell when the means of the whole are known</source>
        <translation>仅凭一部分图像无法判断整体均值何时已知</translation>
    </message>
    <message>
        <source>a plan needs a budget</source>
        <translation>方案需要预算</translation>
    </message>
    <message>
        <source>a reduction of %1 is out of range</source>
        <translation>缩减比 %1 超出范围</translation>
    </message>
    <message>
        <source>a stage cannot have the stride %1</source>
        <translation>阶段的步幅不能是 %1</translation>
    </message>
    <message>
        <source>a state dict cannot say what is left without these channels: %1</source>
        <translation>state dict 无法表达移除这些通道后的网络：%1</translation>
    </message>
    <message>
        <source>a stem cannot have the stride %1</source>
        <translation>主干的步幅不能是 %1</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>activate the Python environment that has it, install it (pip install torch), or name its folder in SESCOPE_TORCH; this installation runs with %1</source>
        <translation>请激活装有它的 Python 环境、安装它（pip install torch），或在 SESCOPE_TORCH 中指定其文件夹；此安装适用于 %1</translation>
    </message>
    <message>
        <source>add</source>
        <translation>加法</translation>
    </message>
    <message>
        <source>add images (%1) or remove the folder</source>
        <translation>请添加图像（%1）或删除该文件夹</translation>
    </message>
    <message>
        <source>an archive or a data base of images, which is not read</source>
        <translation>是图像的压缩包或数据库，无法读取</translation>
    </message>
    <message>
        <source>an array of %1, and the input is %2</source>
        <translation>数组为 %1，而输入为 %2</translation>
    </message>
    <message>
        <source>an array of %1, and the network takes %2 channels</source>
        <translation>数组为 %1，而网络需要 %2 个通道</translation>
    </message>
    <message>
        <source>an image of %1 x %2 is too small for %3: %4</source>
        <translation>%1 x %2 的图像对 %3 来说太小：%4</translation>
    </message>
    <message>
        <source>an older SE Scope cut the images into shards in another way</source>
        <translation>旧版 SE Scope 的分片方式不同</translation>
    </message>
    <message>
        <source>analyze a network with SE blocks</source>
        <translation>请分析带 SE 模块的网络</translation>
    </message>
    <message>
        <source>architectures are %1</source>
        <translation>架构有 %1</translation>
    </message>
    <message>
        <source>arrays (.npy), whose values stay as they are</source>
        <translation>数组（.npy），数值保持原样</translation>
    </message>
    <message>
        <source>as asked for, %1: %2</source>
        <translation>按要求，%1：%2</translation>
    </message>
    <message>
        <source>ask its owner for permission to read it</source>
        <translation>请向其所有者申请读取权限</translation>
    </message>
    <message>
        <source>batch norm</source>
        <translation>批归一化</translation>
    </message>
    <message>
        <source>begins with nothing but zeros: its download was not completed</source>
        <translation>开头全为零：下载未完成</translation>
    </message>
    <message>
        <source>block %1 of one part does not fit block %2 of the other</source>
        <translation>一部分的模块 %1 与另一部分的模块 %2 不符</translation>
    </message>
    <message>
        <source>by number: the classes are called 0 to %1, which are taken to be its rows</source>
        <translation>按编号：类别名为 0 到 %1，视为其行号</translation>
    </message>
    <message>
        <source>by the names of its rows in %1</source>
        <translation>按 %1 中的行名</translation>
    </message>
    <message>
        <source>cannot be decoded: %1</source>
        <translation>无法解码：%1</translation>
    </message>
    <message>
        <source>cannot be opened</source>
        <translation>无法打开</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>cannot be written: %1</source>
        <translation>无法写入：%1</translation>
    </message>
    <message>
        <source>change: of %1, in points, with its 95 % interval; latency and throughput: of the original&apos;s, for the best trade-offs.</source>
        <translation>变化：%1的变化（百分点）及其 95 % 区间；延迟与吞吐量：相对于原网络，仅测量最佳折中方案。</translation>
    </message>
    <message>
        <source>channels of images</source>
        <translation>图像的通道</translation>
    </message>
    <message>
        <source>check its permissions</source>
        <translation>请检查其权限</translation>
    </message>
    <message>
        <source>check the path of the table</source>
        <translation>请检查表的路径</translation>
    </message>
    <message>
        <source>choose one of %1</source>
        <translation>请从 %1 中选择</translation>
    </message>
    <message>
        <source>classifier</source>
        <translation>分类器</translation>
    </message>
    <message>
        <source>close it, or double the quotes inside a field</source>
        <translation>请补上引号，或把字段内的引号写两遍</translation>
    </message>
    <message>
        <source>close other programs that use it, or take a smaller batch or image size</source>
        <translation>请关闭占用它的其他程序，或减小批大小或图像尺寸</translation>
    </message>
    <message>
        <source>close some other files first</source>
        <translation>请先关闭一些其他文件</translation>
    </message>
    <message>
        <source>closed channels</source>
        <translation>关闭的通道</translation>
    </message>
    <message>
        <source>closed that can go</source>
        <translation>可移除的关闭通道</translation>
    </message>
    <message>
        <source>columns are %1</source>
        <translation>各列为 %1</translation>
    </message>
    <message>
        <source>config.json does not say</source>
        <translation>config.json 没有说明</translation>
    </message>
    <message>
        <source>constant channels</source>
        <translation>恒定的通道</translation>
    </message>
    <message>
        <source>conv1 (1x1)</source>
        <translation>conv1（1x1）</translation>
    </message>
    <message>
        <source>conv2 (3x3)</source>
        <translation>conv2（3x3）</translation>
    </message>
    <message>
        <source>convert it to PyTorch, and give that checkpoint</source>
        <translation>请转换为 PyTorch，再给出该检查点</translation>
    </message>
    <message>
        <source>convert it to a float type first</source>
        <translation>请先转换为浮点类型</translation>
    </message>
    <message>
        <source>convert it to a float type first (model.float())</source>
        <translation>请先转换为浮点类型（model.float()）</translation>
    </message>
    <message>
        <source>correct it</source>
        <translation>请更正它</translation>
    </message>
    <message>
        <source>corrupt: %1</source>
        <translation>损坏：%1</translation>
    </message>
    <message>
        <source>corrupt: grey of several channels</source>
        <translation>损坏：灰度却有多个通道</translation>
    </message>
    <message>
        <source>corrupt: it has no alpha</source>
        <translation>损坏：没有透明通道</translation>
    </message>
    <message>
        <source>corrupt: it has no colours of 16 bits</source>
        <translation>损坏：没有 16 位颜色</translation>
    </message>
    <message>
        <source>corrupt: its pixels cannot be decoded</source>
        <translation>损坏：像素无法解码</translation>
    </message>
    <message>
        <source>corrupt: the image has another size than its header says</source>
        <translation>损坏：图像尺寸与文件头不符</translation>
    </message>
    <message>
        <source>create its folder first</source>
        <translation>请先建立其文件夹</translation>
    </message>
    <message>
        <source>declares tensor %1 twice</source>
        <translation>两次声明张量 %1</translation>
    </message>
    <message>
        <source>default weights of timm&apos;s seresnet50</source>
        <translation>timm 的 seresnet50 的默认权重</translation>
    </message>
    <message>
        <source>divided by 255</source>
        <translation>已除以 255</translation>
    </message>
    <message>
        <source>download the file itself (often behind &quot;raw&quot; or &quot;resolve&quot;)</source>
        <translation>请下载文件本身（通常在“raw”或“resolve”之后）</translation>
    </message>
    <message>
        <source>dropout</source>
        <translation>随机失活</translation>
    </message>
    <message>
        <source>each line holds a folder name, a readable name and, if you like, the row of the network&apos;s head, counted from 0</source>
        <translation>每行为文件夹名、可读名称，以及可选的网络分类头行号（从 0 起）</translation>
    </message>
    <message>
        <source>each line needs a path and a label</source>
        <translation>每行须有路径和标签</translation>
    </message>
    <message>
        <source>each line needs a path and a label, separated by a comma (.csv) or a tab</source>
        <translation>每行须有路径和标签，以逗号（.csv）或制表符分隔</translation>
    </message>
    <message>
        <source>ends early: %1 lies at bytes %2 to %3 of the data, which has %4</source>
        <translation>提前结束：%1 位于数据的第 %2 到 %3 字节，而数据只有 %4 字节</translation>
    </message>
    <message>
        <source>export it whole, with torch.export.save or as ONNX: see the README</source>
        <translation>请用 torch.export.save 或 ONNX 完整导出：见 README</translation>
    </message>
    <message>
        <source>export the network with torch.export or to ONNX, and open that file</source>
        <translation>请用 torch.export 或 ONNX 导出网络，再打开该文件</translation>
    </message>
    <message>
        <source>file too large for an image: %1 MiB, and %2 are the most</source>
        <translation>文件过大，不像图像：%1 MiB，最多 %2</translation>
    </message>
    <message>
        <source>fitting of images</source>
        <translation>图像的适配</translation>
    </message>
    <message>
        <source>folder cannot be read: %1</source>
        <translation>文件夹无法读取：%1</translation>
    </message>
    <message>
        <source>free some memory, or raise the limit on address space</source>
        <translation>请腾出内存，或提高地址空间上限</translation>
    </message>
    <message>
        <source>free some space, or choose another disk</source>
        <translation>请腾出空间，或选择其他磁盘</translation>
    </message>
    <message>
        <source>give 1 (conv1) or 2 (conv2)</source>
        <translation>请给出 1（conv1）或 2（conv2）</translation>
    </message>
    <message>
        <source>give 1 or 2 for each of the stages 2 to 5, as in 1,2,2,2</source>
        <translation>请为阶段 2 到 5 各给出 1 或 2，如 1,2,2,2</translation>
    </message>
    <message>
        <source>give 2 to 5, or 6 for none</source>
        <translation>请给出 2 到 5，或 6 表示无</translation>
    </message>
    <message>
        <source>give a .csv or .tsv file</source>
        <translation>请给出 .csv 或 .tsv 文件</translation>
    </message>
    <message>
        <source>give a checkpoint of PyTorch</source>
        <translation>请给出 PyTorch 的检查点</translation>
    </message>
    <message>
        <source>give a file of torch.save or a safetensors file</source>
        <translation>请给出 torch.save 的文件或 safetensors 文件</translation>
    </message>
    <message>
        <source>give a file that holds a state dict or a whole module</source>
        <translation>请给出含有 state dict 或完整模块的文件</translation>
    </message>
    <message>
        <source>give a folder with images of each class</source>
        <translation>请给出含各类别图像的文件夹</translation>
    </message>
    <message>
        <source>give a folder with one folder of images for each class, or a .csv or .tsv of path and label</source>
        <translation>请给出每个类别一个图像子文件夹的文件夹，或路径与标签的 .csv 或 .tsv</translation>
    </message>
    <message>
        <source>give a list of objects as {&quot;file_name&quot;: &quot;a.png&quot;, &quot;label&quot;: &quot;ant&quot;}, a .csv or a folder of class folders</source>
        <translation>请给出形如 {&quot;file_name&quot;: &quot;a.png&quot;, &quot;label&quot;: &quot;ant&quot;} 的对象列表、.csv 或由类别文件夹组成的文件夹</translation>
    </message>
    <message>
        <source>give a number from 0 to %1</source>
        <translation>请给出 0 到 %1 的数</translation>
    </message>
    <message>
        <source>give a number from 0 to 1</source>
        <translation>请给出 0 到 1 的数</translation>
    </message>
    <message>
        <source>give another checkpoint</source>
        <translation>请给出其他检查点</translation>
    </message>
    <message>
        <source>give arrays (.npy) of [%1, %2, %3]</source>
        <translation>请给出 [%1, %2, %3] 的数组（.npy）</translation>
    </message>
    <message>
        <source>give arrays of [channels, height, width]</source>
        <translation>请给出 [通道, 高, 宽] 的数组</translation>
    </message>
    <message>
        <source>give each a file of its own</source>
        <translation>请各用一个文件</translation>
    </message>
    <message>
        <source>give each part once</source>
        <translation>每个部分只给一次</translation>
    </message>
    <message>
        <source>give it another name, or leave out the format</source>
        <translation>请改用其他名称，或不指定格式</translation>
    </message>
    <message>
        <source>give one name for each row of the head, in order</source>
        <translation>请按顺序为分类头的每一行给出名称</translation>
    </message>
    <message>
        <source>give one of each a channel</source>
        <translation>每个通道请各给一个</translation>
    </message>
    <message>
        <source>give one of them, such as %1</source>
        <translation>请指定其中之一，例如 %1</translation>
    </message>
    <message>
        <source>give that of the network that it was made of (%1), or leave %2 out</source>
        <translation>请给出其所属网络（%1）的，或不指定 %2</translation>
    </message>
    <message>
        <source>give the checkpoint first, the unpacked folder of images after it</source>
        <translation>请先给出检查点，再给出解压后的图像文件夹</translation>
    </message>
    <message>
        <source>give the checkpoint from before the quantisation</source>
        <translation>请给出量化之前的检查点</translation>
    </message>
    <message>
        <source>give the checkpoint of a network</source>
        <translation>请给出网络的检查点</translation>
    </message>
    <message>
        <source>has %1 dimensions, not [C, H, W] or [H, W]</source>
        <translation>有 %1 个维度，而不是 [C, H, W] 或 [H, W]</translation>
    </message>
    <message>
        <source>has a 1 in none of the columns of classes</source>
        <translation>各类别列中都没有 1</translation>
    </message>
    <message>
        <source>has a broken pickle: byte %1 %2</source>
        <translation>pickle 已损坏：第 %1 字节 %2</translation>
    </message>
    <message>
        <source>has a broken safetensors header: %1</source>
        <translation>safetensors 文件头已损坏：%1</translation>
    </message>
    <message>
        <source>has no %1: it is of another version</source>
        <translation>没有 %1：版本不同</translation>
    </message>
    <message>
        <source>has several labels, of which an image can have one only</source>
        <translation>有多个标签，而一张图像只能有一个</translation>
    </message>
    <message>
        <source>has the keys of %1 without its classifier, which cannot be left out of this architecture</source>
        <translation>有 %1 的键但没有分类器，而此架构不能缺少它</translation>
    </message>
    <message>
        <source>has the keys of %1, but other shapes: &apos;%2&apos; is %3 rather than %4, and %5</source>
        <translation>有 %1 的键，但形状不同：“%2”为 %3 而不是 %4，且 %5</translation>
    </message>
    <message>
        <source>here</source>
        <translation>在此</translation>
    </message>
    <message>
        <source>holds %1, not the weights of a network</source>
        <translation>含有 %1，而不是网络的权重</translation>
    </message>
    <message>
        <source>holds NaN</source>
        <translation>含有 NaN</translation>
    </message>
    <message>
        <source>holds a dictionary (%1) without weights in it</source>
        <translation>含有没有权重的字典（%1）</translation>
    </message>
    <message>
        <source>holds a module tree without end, so it is no network</source>
        <translation>含有无穷的模块树，不是网络</translation>
    </message>
    <message>
        <source>holds an empty dictionary, no weights</source>
        <translation>是空字典，没有权重</translation>
    </message>
    <message>
        <source>holds another network than the profile is of, or is read in another way</source>
        <translation>含有的网络与剖析结果的不同，或读取方式不同</translation>
    </message>
    <message>
        <source>holds no set of weights named %1</source>
        <translation>没有名为 %1 的权重</translation>
    </message>
    <message>
        <source>holds no values</source>
        <translation>不含数值</translation>
    </message>
    <message>
        <source>holds several sets of weights: %1</source>
        <translation>含有多套权重：%1</translation>
    </message>
    <message>
        <source>holds something else than a list of objects</source>
        <translation>内容不是对象列表</translation>
    </message>
    <message>
        <source>identity</source>
        <translation>恒等</translation>
    </message>
    <message>
        <source>image size</source>
        <translation>图像尺寸</translation>
    </message>
    <message>
        <source>images become grey, with the averages of mean and std; arrays stay as they are</source>
        <translation>图像转为灰度，均值和标准差取平均；数组保持原样</translation>
    </message>
    <message>
        <source>images of %1 px; up to %2 px, stems of one 3x3 convolution neither stride nor pool</source>
        <translation>图像为 %1 像素；不超过 %2 像素时，单个 3x3 卷积的主干既无步幅也无池化</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>在 %1 中</translation>
    </message>
    <message>
        <source>install it there, or name another Python</source>
        <translation>请在那里安装，或指定其他 Python</translation>
    </message>
    <message>
        <source>is JSON text, not a checkpoint</source>
        <translation>是 JSON 文本，不是检查点</translation>
    </message>
    <message>
        <source>is a Keras model, not a checkpoint of PyTorch</source>
        <translation>是 Keras 模型，不是 PyTorch 的检查点</translation>
    </message>
    <message>
        <source>is a NumPy archive (.npz), not a checkpoint of PyTorch</source>
        <translation>是 NumPy 压缩包（.npz），不是 PyTorch 的检查点</translation>
    </message>
    <message>
        <source>is a damaged zip archive: its directory is malformed</source>
        <translation>zip 压缩包已损坏：目录有误</translation>
    </message>
    <message>
        <source>is a damaged zip archive: its directory lies outside of it</source>
        <translation>zip 压缩包已损坏：目录在文件之外</translation>
    </message>
    <message>
        <source>is a damaged zip archive: its zip64 record is malformed</source>
        <translation>zip 压缩包已损坏：zip64 记录有误</translation>
    </message>
    <message>
        <source>is a frozen TorchScript module, whose weights have no names</source>
        <translation>是冻结的 TorchScript 模块，其权重没有名称</translation>
    </message>
    <message>
        <source>is a model of Caffe (.caffemodel)</source>
        <translation>是 Caffe 模型（.caffemodel）</translation>
    </message>
    <message>
        <source>is a pickle of NumPy arrays (as Paddle&apos;s .pdparams), not a checkpoint of PyTorch</source>
        <translation>是 NumPy 数组的 pickle（如 Paddle 的 .pdparams），不是 PyTorch 的检查点</translation>
    </message>
    <message>
        <source>is a plain pickle, not a checkpoint of torch.save</source>
        <translation>是普通 pickle，不是 torch.save 的检查点</translation>
    </message>
    <message>
        <source>is a program of torch.export, not a checkpoint</source>
        <translation>是 torch.export 的程序，不是检查点</translation>
    </message>
    <message>
        <source>is a quantised network (%1), which is not read here</source>
        <translation>是量化网络（%1），无法读取</translation>
    </message>
    <message>
        <source>is a text file, not a checkpoint</source>
        <translation>是文本文件，不是检查点</translation>
    </message>
    <message>
        <source>is a web page, not the checkpoint that was meant to be downloaded</source>
        <translation>是网页，而不是要下载的检查点</translation>
    </message>
    <message>
        <source>is a zip archive of images, not a checkpoint</source>
        <translation>是图像的 zip 压缩包，不是检查点</translation>
    </message>
    <message>
        <source>is a zip archive with a checkpoint inside</source>
        <translation>是内含检查点的 zip 压缩包</translation>
    </message>
    <message>
        <source>is a zip archive, but none of torch.save: it holds %1</source>
        <translation>是 zip 压缩包，但不是 torch.save 的：其中有 %1</translation>
    </message>
    <message>
        <source>is an ONNX model, which is not read yet</source>
        <translation>是 ONNX 模型，尚不能读取</translation>
    </message>
    <message>
        <source>is asked for twice, with different content</source>
        <translation>被要求写两次，且内容不同</translation>
    </message>
    <message>
        <source>is being written to</source>
        <translation>正在被写入</translation>
    </message>
    <message>
        <source>is no %1 of SE Scope: %2</source>
        <translation>不是 SE Scope 的 %1：%2</translation>
    </message>
    <message>
        <source>is no JSON that can be read</source>
        <translation>不是可读取的 JSON</translation>
    </message>
    <message>
        <source>is no checkpoint of a kind that is known here</source>
        <translation>不是已知类型的检查点</translation>
    </message>
    <message>
        <source>is no list of images and labels</source>
        <translation>不是图像与标签的列表</translation>
    </message>
    <message>
        <source>is no list of labels that is understood</source>
        <translation>不是可理解的标签列表</translation>
    </message>
    <message>
        <source>is not %1: %2</source>
        <translation>不是 %1：%2</translation>
    </message>
    <message>
        <source>is of other weights than those that the profile was recorded of</source>
        <translation>其权重与剖析结果的不同</translation>
    </message>
    <message>
        <source>is read by this command, and would be lost</source>
        <translation>正被此操作读取，写入会丢失它</translation>
    </message>
    <message>
        <source>is the network that is pruned</source>
        <translation>就是要剪枝的网络</translation>
    </message>
    <message>
        <source>is the root of a data set: it holds %1, whose folders are the classes</source>
        <translation>是数据集的根目录：其中有 %1，类别文件夹在它们之内</translation>
    </message>
    <message>
        <source>is there already, and belongs to another network</source>
        <translation>已存在，且属于另一个网络</translation>
    </message>
    <message>
        <source>is truncated, or no safetensors file: its header would be %1 bytes long, and the file has %2</source>
        <translation>被截断，或不是 safetensors 文件：其文件头应有 %1 字节，而文件只有 %2 字节</translation>
    </message>
    <message>
        <source>is truncated: %1 needs a storage of %2 elements, and the file has %3 bytes of it</source>
        <translation>被截断：%1 需要 %2 个元素的存储，而文件只有其 %3 字节</translation>
    </message>
    <message>
        <source>is truncated: a zip archive (torch.save) without its end</source>
        <translation>被截断：zip 压缩包（torch.save）缺少结尾</translation>
    </message>
    <message>
        <source>is truncated: the entry %1 lies beyond its end</source>
        <translation>被截断：条目 %1 超出结尾</translation>
    </message>
    <message>
        <source>is truncated: the storage %1 is cut short</source>
        <translation>被截断：存储 %1 不完整</translation>
    </message>
    <message>
        <source>it does not say its batch</source>
        <translation>它没有记录批大小</translation>
    </message>
    <message>
        <source>it ends within a batch</source>
        <translation>它在一批中间结束</translation>
    </message>
    <message>
        <source>it has no SE unit at all</source>
        <translation>它没有任何 SE 单元</translation>
    </message>
    <message>
        <source>it is of %1 images, not %2</source>
        <translation>它有 %1 张图像，而不是 %2 张</translation>
    </message>
    <message>
        <source>it is of shard %1/%2</source>
        <translation>它属于分片 %1/%2</translation>
    </message>
    <message>
        <source>it was merged from several</source>
        <translation>它由多个合并而成</translation>
    </message>
    <message>
        <source>it would open as another network</source>
        <translation>它会被当作另一个网络打开</translation>
    </message>
    <message>
        <source>its SE units are %1</source>
        <translation>其 SE 单元为 %1</translation>
    </message>
    <message>
        <source>its config.json holds the graph of another network: there is no tensor &apos;%1&apos; here</source>
        <translation>其 config.json 含有另一个网络的图：这里没有张量“%1”</translation>
    </message>
    <message>
        <source>its description is nested too deeply</source>
        <translation>其描述嵌套过深</translation>
    </message>
    <message>
        <source>its elements are of the type %1, which is no real number</source>
        <translation>其元素类型为 %1，不是实数</translation>
    </message>
    <message>
        <source>its elements have an odd size</source>
        <translation>其元素大小异常</translation>
    </message>
    <message>
        <source>its header has no %1</source>
        <translation>其文件头没有 %1</translation>
    </message>
    <message>
        <source>its header has no shape</source>
        <translation>其文件头没有形状</translation>
    </message>
    <message>
        <source>its header is cut off</source>
        <translation>文件头不完整</translation>
    </message>
    <message>
        <source>its header is too long</source>
        <translation>其文件头过长</translation>
    </message>
    <message>
        <source>its header makes no sense</source>
        <translation>其文件头没有意义</translation>
    </message>
    <message>
        <source>its images lie in no class folder, so their classes are unknown</source>
        <translation>其图像不在类别文件夹中，类别未知</translation>
    </message>
    <message>
        <source>its images were in another order</source>
        <translation>其图像顺序不同</translation>
    </message>
    <message>
        <source>its keys are those of several architectures that compute differently: %1</source>
        <translation>其键与多个计算方式不同的架构相符：%1</translation>
    </message>
    <message>
        <source>its keys fit no architecture that we know; %1</source>
        <translation>其键不符合任何已知架构；%1</translation>
    </message>
    <message>
        <source>its last chunk is cut off</source>
        <translation>最后一块不完整</translation>
    </message>
    <message>
        <source>its network cannot be read: %1</source>
        <translation>其网络无法读取：%1</translation>
    </message>
    <message>
        <source>its shape makes no sense</source>
        <translation>其形状没有意义</translation>
    </message>
    <message>
        <source>keep model and config.json of one export together</source>
        <translation>请把同一次导出的模型和 config.json 放在一起</translation>
    </message>
    <message>
        <source>label_names, which are not %1 names</source>
        <translation>label_names：不是 %1 个名称</translation>
    </message>
    <message>
        <source>latency, %1</source>
        <translation>延迟，%1</translation>
    </message>
    <message>
        <source>leave it in</source>
        <translation>请保留它</translation>
    </message>
    <message>
        <source>leave that image out</source>
        <translation>请去掉该图像</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>已去掉</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>第 %1 行：%2</translation>
    </message>
    <message>
        <source>line %1: a quote is not closed</source>
        <translation>第 %1 行：引号没有结束</translation>
    </message>
    <message>
        <source>line %1: is no JSON object</source>
        <translation>第 %1 行：不是 JSON 对象</translation>
    </message>
    <message>
        <source>load and save it again on a common (little-endian) machine</source>
        <translation>请在常见（小端）机器上重新载入并保存</translation>
    </message>
    <message>
        <source>load it in Python and save its arrays as safetensors</source>
        <translation>请在 Python 中载入并把数组存为 safetensors</translation>
    </message>
    <message>
        <source>make those again that an older SE Scope made</source>
        <translation>请重新生成由旧版 SE Scope 生成的部分</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均门控值</translation>
    </message>
    <message>
        <source>mean and std</source>
        <translation>均值和标准差</translation>
    </message>
    <message>
        <source>mean and std must be finite, and std positive</source>
        <translation>均值和标准差必须有限，标准差为正</translation>
    </message>
    <message>
        <source>mean and std must be finite, std positive, and both of pixels up to 1 or both of pixels up to 255</source>
        <translation>均值和标准差必须有限、标准差为正，且都针对 0 到 1 的像素或都针对 0 到 255 的像素</translation>
    </message>
    <message>
        <source>means cannot be asked for within %1 at %2, first looked at after %3 images</source>
        <translation>不能要求均值在置信度 %2 下精确到 %1、且在 %3 张图像后首次检查</translation>
    </message>
    <message>
        <source>merge parts of one run only: same network, images, seed and settings</source>
        <translation>只能合并同一次运行的部分：网络、图像、种子和设置相同</translation>
    </message>
    <message>
        <source>move it into a folder of its own, away from config.json</source>
        <translation>请把它移到单独的文件夹，与 config.json 分开</translation>
    </message>
    <message>
        <source>name each block once</source>
        <translation>每个模块只指定一次</translation>
    </message>
    <message>
        <source>name the folder torch of a Python environment, an environment, or an unpacked LibTorch; this installation runs with %1</source>
        <translation>请指定 Python 环境中的 torch 文件夹、某个环境，或解压的 LibTorch；此安装适用于 %1</translation>
    </message>
    <message>
        <source>names %1 rows, and the head has %2</source>
        <translation>命名了 %1 行，而分类头有 %2 行</translation>
    </message>
    <message>
        <source>names are those of timm and torchvision, or resnet for the family</source>
        <translation>名称用 timm 和 torchvision 的，或用 resnet 表示该系列</translation>
    </message>
    <message>
        <source>neither a block nor a closed channel can be taken out</source>
        <translation>没有可移除的模块或已关闭的通道</translation>
    </message>
    <message>
        <source>neither a folder of class folders nor a table of images</source>
        <translation>既不是类别文件夹，也不是图像表</translation>
    </message>
    <message>
        <source>no PyTorch that was found can be used: %1</source>
        <translation>找到的 PyTorch 都不可用：%1</translation>
    </message>
    <message>
        <source>no PyTorch was found, by whose library networks are run</source>
        <translation>未找到运行网络所需的 PyTorch</translation>
    </message>
    <message>
        <source>no block has its stride in conv%1</source>
        <translation>没有模块的步幅在 conv%1</translation>
    </message>
    <message>
        <source>no channel that is closed for every image can be taken out</source>
        <translation>没有对所有图像都关闭且可移除的通道</translation>
    </message>
    <message>
        <source>no demo image with label %1, index %2, side %3</source>
        <translation>没有标签 %1、序号 %2、边长 %3 的演示图像</translation>
    </message>
    <message>
        <source>no gate stays that near to 0 for every image</source>
        <translation>没有门控值对所有图像都如此接近 0</translation>
    </message>
    <message>
        <source>no network has such a layer; the checkpoint is damaged</source>
        <translation>没有网络有这样的层；检查点已损坏</translation>
    </message>
    <message>
        <source>no part has an image that could be read (the first: %1: %2)</source>
        <translation>各部分都没有可读取的图像（第一张：%1：%2）</translation>
    </message>
    <message>
        <source>no profile was used</source>
        <translation>未使用剖析结果</translation>
    </message>
    <message>
        <source>no row of the head is called %1 in %2; accuracy is not reported: %3</source>
        <translation>在 %2 中，分类头没有名为 %1 的行；不报告准确率：%3</translation>
    </message>
    <message>
        <source>no row of the head is called %1; accuracy is not reported: %2</source>
        <translation>分类头中没有名为 %1 的行；不报告准确率：%2</translation>
    </message>
    <message>
        <source>no such file</source>
        <translation>没有这个文件</translation>
    </message>
    <message>
        <source>no table format is called %1</source>
        <translation>没有名为 %1 的表格格式</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>none of the images could be read</source>
        <translation>图像都无法读取</translation>
    </message>
    <message>
        <source>none, so that there is no accuracy</source>
        <translation>无，因此没有准确率</translation>
    </message>
    <message>
        <source>not a NumPy array</source>
        <translation>不是 NumPy 数组</translation>
    </message>
    <message>
        <source>not a file</source>
        <translation>不是文件</translation>
    </message>
    <message>
        <source>not a text table</source>
        <translation>不是文本表</translation>
    </message>
    <message>
        <source>not an image that is known (png, jpg, bmp, webp, tif, ppm)</source>
        <translation>不是已知格式的图像（png、jpg、bmp、webp、tif、ppm）</translation>
    </message>
    <message>
        <source>of an unknown version of NumPy&apos;s format</source>
        <translation>NumPy 格式的版本未知</translation>
    </message>
    <message>
        <source>of arrays (.npy) only</source>
        <translation>仅用于数组（.npy）</translation>
    </message>
    <message>
        <source>one image, whose class is unknown</source>
        <translation>是单张图像，其类别未知</translation>
    </message>
    <message>
        <source>onnxruntime does not run it: %1</source>
        <translation>onnxruntime 无法运行它：%1</translation>
    </message>
    <message>
        <source>onnxruntime is not installed for %1</source>
        <translation>%1 没有安装 onnxruntime</translation>
    </message>
    <message>
        <source>onnxruntime&apos;s times cannot be read</source>
        <translation>无法读取 onnxruntime 的时间</translation>
    </message>
    <message>
        <source>open channels</source>
        <translation>打开的通道</translation>
    </message>
    <message>
        <source>open the network that the profile is of</source>
        <translation>请打开剖析结果所属的网络</translation>
    </message>
    <message>
        <source>out of memory on %1: going on in batches of %2</source>
        <translation>%1 内存不足：改以批大小 %2 继续</translation>
    </message>
    <message>
        <source>output error</source>
        <translation>输出误差</translation>
    </message>
    <message>
        <source>parameters they save</source>
        <translation>它们节省的参数</translation>
    </message>
    <message>
        <source>part %1 of %2 does not fit those before it: %3</source>
        <translation>第 %1 部分（共 %2 部分）与之前的不符：%3</translation>
    </message>
    <message>
        <source>passed by closed</source>
        <translation>关闭通道所通过的</translation>
    </message>
    <message>
        <source>pixels are missing at the end</source>
        <translation>末尾缺少像素</translation>
    </message>
    <message>
        <source>possible is %1</source>
        <translation>可用的有 %1</translation>
    </message>
    <message>
        <source>presets are %1</source>
        <translation>预设有 %1</translation>
    </message>
    <message>
        <source>profiles, info and cost work without it</source>
        <translation>剖析文件、信息和开销无需它即可使用</translation>
    </message>
    <message>
        <source>prove what they save, or take out fewer: the widths of this network are tied</source>
        <translation>请验证能节省多少，或少移除一些：此网络的宽度相互关联</translation>
    </message>
    <message>
        <source>prune</source>
        <translation>剪除</translation>
    </message>
    <message>
        <source>raise the limit on the size of files (ulimit -f)</source>
        <translation>请提高文件大小上限（ulimit -f）</translation>
    </message>
    <message>
        <source>replace it by the identity, leave it in, or write ONNX</source>
        <translation>请改为直接移除（恒等）、保留它，或写为 ONNX</translation>
    </message>
    <message>
        <source>replace it or leave it out</source>
        <translation>请更换或去掉它</translation>
    </message>
    <message>
        <source>save it again with contiguous tensors</source>
        <translation>请以连续张量重新保存</translation>
    </message>
    <message>
        <source>save it again without pickle_protocol=0</source>
        <translation>请重新保存，不用 pickle_protocol=0</translation>
    </message>
    <message>
        <source>save it with numpy.save as float32 [C, H, W]</source>
        <translation>请用 numpy.save 存为 float32 [C, H, W]</translation>
    </message>
    <message>
        <source>save its arrays as safetensors</source>
        <translation>请把其数组存为 safetensors</translation>
    </message>
    <message>
        <source>save plain tensors</source>
        <translation>请保存普通张量</translation>
    </message>
    <message>
        <source>save the module before torch.jit.freeze, or its state_dict()</source>
        <translation>请保存 torch.jit.freeze 之前的模块，或其 state_dict()</translation>
    </message>
    <message>
        <source>save the module&apos;s state_dict() with torch.save</source>
        <translation>请用 torch.save 保存模块的 state_dict()</translation>
    </message>
    <message>
        <source>save the network&apos;s state_dict() with torch.save</source>
        <translation>请用 torch.save 保存网络的 state_dict()</translation>
    </message>
    <message>
        <source>save the whole state dict</source>
        <translation>请保存完整的 state dict</translation>
    </message>
    <message>
        <source>shards are counted from 0</source>
        <translation>分片从 0 起计</translation>
    </message>
    <message>
        <source>shows the same weights so often that they would take more memory than the file</source>
        <translation>反复引用相同的权重，所需内存将超过文件大小</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>stopped before anything was measured</source>
        <translation>在测量之前已停止</translation>
    </message>
    <message>
        <source>stopped before the first image was compared</source>
        <translation>在比较第一张图像之前已停止</translation>
    </message>
    <message>
        <source>stopped before what units squeeze was measured</source>
        <translation>在测量各单元的压缩值之前已停止</translation>
    </message>
    <message>
        <source>stopped while timing</source>
        <translation>在计时过程中停止</translation>
    </message>
    <message>
        <source>stores %1 as a formula (%2), not as plain weights</source>
        <translation>以公式（%2）而非普通权重存储 %1</translation>
    </message>
    <message>
        <source>stretched to the input&apos;s sides</source>
        <translation>拉伸到输入的边长</translation>
    </message>
    <message>
        <source>supported are %1</source>
        <translation>支持的有 %1</translation>
    </message>
    <message>
        <source>tensor %1 has an element type that is not read here (%2)</source>
        <translation>张量 %1 的元素类型无法读取（%2）</translation>
    </message>
    <message>
        <source>tensor %1 has the element type &quot;%2&quot;, which is not read here</source>
        <translation>张量 %1 的元素类型为“%2”，无法读取</translation>
    </message>
    <message>
        <source>tensors %1 and %2 overlap</source>
        <translation>张量 %1 与 %2 重叠</translation>
    </message>
    <message>
        <source>the JPEG data holds no image</source>
        <translation>JPEG 数据不含图像</translation>
    </message>
    <message>
        <source>the NVIDIA driver does not start (error %1)</source>
        <translation>NVIDIA 驱动无法启动（错误 %1）</translation>
    </message>
    <message>
        <source>the PNG header is cut off</source>
        <translation>PNG 文件头不完整</translation>
    </message>
    <message>
        <source>the PNG holds no pixels</source>
        <translation>PNG 不含像素</translation>
    </message>
    <message>
        <source>the TIFF holds no pixels</source>
        <translation>TIFF 不含像素</translation>
    </message>
    <message>
        <source>the architecture &apos;%1&apos; in config.json</source>
        <translation>config.json 中的架构“%1”</translation>
    </message>
    <message>
        <source>the channels of %1 are not known</source>
        <translation>%1 的通道未知</translation>
    </message>
    <message>
        <source>the checkpoint is incomplete or of another network; save the whole state dict</source>
        <translation>检查点不完整或属于其他网络；请保存完整的 state dict</translation>
    </message>
    <message>
        <source>the checkpoint is incomplete; save the whole state dict</source>
        <translation>检查点不完整；请保存完整的 state dict</translation>
    </message>
    <message>
        <source>the checkpoint mixes parts of different networks</source>
        <translation>检查点混有不同网络的部分</translation>
    </message>
    <message>
        <source>the class folder has no image: %1</source>
        <translation>该类别文件夹没有图像：%1</translation>
    </message>
    <message>
        <source>the classes cannot be matched by &apos;%1&apos;</source>
        <translation>类别不能按“%1”对应</translation>
    </message>
    <message>
        <source>the demo&apos;s network is a package of its own: pip install sescope-demo</source>
        <translation>演示网络是单独的软件包：pip install sescope-demo</translation>
    </message>
    <message>
        <source>the device has not enough memory: %1</source>
        <translation>设备内存不足：%1</translation>
    </message>
    <message>
        <source>the file does not say</source>
        <translation>文件没有说明</translation>
    </message>
    <message>
        <source>the file has batch norms in training mode</source>
        <translation>文件中的批归一化处于训练模式</translation>
    </message>
    <message>
        <source>the file has dropout in training mode</source>
        <translation>文件中的随机失活处于训练模式</translation>
    </message>
    <message>
        <source>the file leaves it open</source>
        <translation>文件没有指定</translation>
    </message>
    <message>
        <source>the first layer takes %1</source>
        <translation>第一层需要 %1 个通道</translation>
    </message>
    <message>
        <source>the folder name is empty</source>
        <translation>文件夹名为空</translation>
    </message>
    <message>
        <source>the gates of %1 are not of this profile</source>
        <translation>%1 的门控值不属于此剖析结果</translation>
    </message>
    <message>
        <source>the head has one row, a score: which class is the largest has no meaning, and accuracy is not reported</source>
        <translation>分类头只有一行（一个分数）：最大类别没有意义，不报告准确率</translation>
    </message>
    <message>
        <source>the image has no pixels</source>
        <translation>图像没有像素</translation>
    </message>
    <message>
        <source>the images of a table may be those of %1 or of %2</source>
        <translation>表中的图像可能来自 %1 或 %2</translation>
    </message>
    <message>
        <source>the input is not square</source>
        <translation>输入不是正方形</translation>
    </message>
    <message>
        <source>the input size and the crop share must be positive</source>
        <translation>输入尺寸和裁剪比例必须为正</translation>
    </message>
    <message>
        <source>the label is empty</source>
        <translation>标签为空</translation>
    </message>
    <message>
        <source>the mean and std given cannot be of pixels, and there are image files</source>
        <translation>所给均值和标准差不可能是像素的，而其中有图像文件</translation>
    </message>
    <message>
        <source>the mean gate of %1 unit(s) cannot be folded into the weights beside them, and the original&apos;s keys have no place for it</source>
        <translation>%1 个单元的平均门控值无法并入旁边的权重，原网络的键也无处存放</translation>
    </message>
    <message>
        <source>the mean gates of %1 are not known</source>
        <translation>%1 的平均门控值未知</translation>
    </message>
    <message>
        <source>the names in &apos;%1&apos; can be told apart in several ways</source>
        <translation>“%1”中的名称有多种分法</translation>
    </message>
    <message>
        <source>the network does not name the %1 rows of its head, and classes are not matched by position; accuracy is not reported: %2</source>
        <translation>网络没有为其分类头的 %1 行命名，且类别不按位置匹配；不报告准确率：%2</translation>
    </message>
    <message>
        <source>the network has no SE block &quot;%1&quot;</source>
        <translation>网络没有 SE 模块“%1”</translation>
    </message>
    <message>
        <source>the network has no block %1</source>
        <translation>网络没有模块 %1</translation>
    </message>
    <message>
        <source>the network takes %1 channels, and image files have three</source>
        <translation>网络需要 %1 个通道，而图像文件有三个</translation>
    </message>
    <message>
        <source>the only class folder, %1, holds folders: give it itself if those are the classes</source>
        <translation>唯一的类别文件夹 %1 内还有文件夹：如果它们才是类别，请直接指定它</translation>
    </message>
    <message>
        <source>the operations of this network are beyond counting</source>
        <translation>此网络的运算量超出可统计的范围</translation>
    </message>
    <message>
        <source>the partial profile cannot be gone on from: %1</source>
        <translation>无法从部分剖析结果继续：%1</translation>
    </message>
    <message>
        <source>the partial profile is of classes with other images</source>
        <translation>部分剖析结果的类别图像不同</translation>
    </message>
    <message>
        <source>the parts cover the same images: both hold shard %1/%2</source>
        <translation>各部分含有相同的图像：都有分片 %1/%2</translation>
    </message>
    <message>
        <source>the parts cut the images into different numbers of shards (%1 and %2), so some images may be in both</source>
        <translation>各部分的分片数不同（%1 和 %2），部分图像可能重复</translation>
    </message>
    <message>
        <source>the parts cut the images into shards in different ways, so some images may be in both</source>
        <translation>各部分的分片方式不同，部分图像可能重复</translation>
    </message>
    <message>
        <source>the parts differ in %1 (%2 and %3)</source>
        <translation>各部分的 %1 不同（%2 和 %3）</translation>
    </message>
    <message>
        <source>the parts differ in how they stop</source>
        <translation>各部分的停止方式不同</translation>
    </message>
    <message>
        <source>the parts have different numbers of classes or SE blocks</source>
        <translation>各部分的类别数或 SE 模块数不同</translation>
    </message>
    <message>
        <source>the parts have different numbers of head classes</source>
        <translation>各部分的分类头类别数不同</translation>
    </message>
    <message>
        <source>the parts have more than 2^31 images together</source>
        <translation>各部分合计超过 2^31 张图像</translation>
    </message>
    <message>
        <source>the parts prepared their images differently</source>
        <translation>各部分的图像预处理不同</translation>
    </message>
    <message>
        <source>the parts read their network differently</source>
        <translation>各部分读取网络的方式不同</translation>
    </message>
    <message>
        <source>the parts were counted with different open/closed thresholds</source>
        <translation>各部分统计时所用的打开/关闭阈值不同</translation>
    </message>
    <message>
        <source>the path is empty</source>
        <translation>路径为空</translation>
    </message>
    <message>
        <source>the plan has no step to draw</source>
        <translation>方案中没有可画的步骤</translation>
    </message>
    <message>
        <source>the profile has no SE block, so there are no gates to draw: the network (%1) has no squeeze-and-excitation unit</source>
        <translation>剖析结果中没有 SE 模块，无门控值可画：该网络（%1）没有 SE 单元</translation>
    </message>
    <message>
        <source>the profile is of another network (%1)</source>
        <translation>剖析结果属于另一个网络（%1）</translation>
    </message>
    <message>
        <source>the profile is of another network (%1, fingerprint %2; the weights&apos; is %3)</source>
        <translation>剖析结果属于另一个网络（%1，指纹 %2；权重的指纹为 %3）</translation>
    </message>
    <message>
        <source>the program %1 cannot be run: %2</source>
        <translation>无法运行程序 %1：%2</translation>
    </message>
    <message>
        <source>the table lists no image</source>
        <translation>表中没有图像</translation>
    </message>
    <message>
        <source>the tag &apos;%1&apos; in config.json</source>
        <translation>config.json 中的标签“%1”</translation>
    </message>
    <message>
        <source>the tensor &apos;%1&apos; has another shape than its config.json says</source>
        <translation>张量“%1”的形状与其 config.json 不符</translation>
    </message>
    <message>
        <source>the tensor &apos;%1&apos; has the shape %2</source>
        <translation>张量“%1”的形状为 %2</translation>
    </message>
    <message>
        <source>the tensor &apos;%1&apos; holds %2 values</source>
        <translation>张量“%1”含有 %2 个数值</translation>
    </message>
    <message>
        <source>the tensor &apos;%1&apos; should have the shape [%2], found %3</source>
        <translation>张量“%1”的形状应为 [%2]，实为 %3</translation>
    </message>
    <message>
        <source>the threshold &apos;%1&apos; cannot be %2</source>
        <translation>阈值“%1”不能是 %2</translation>
    </message>
    <message>
        <source>the threshold of %1 channels cannot be %2</source>
        <translation>%1 通道的阈值不能是 %2</translation>
    </message>
    <message>
        <source>there is no architecture &apos;%1&apos;</source>
        <translation>没有架构“%1”</translation>
    </message>
    <message>
        <source>there is no class folder in it</source>
        <translation>其中没有类别文件夹</translation>
    </message>
    <message>
        <source>there is no column &apos;%1&apos;</source>
        <translation>没有列“%1”</translation>
    </message>
    <message>
        <source>there is no device called &apos;%1&apos;</source>
        <translation>没有名为“%1”的设备</translation>
    </message>
    <message>
        <source>there is no figure &quot;%1&quot;</source>
        <translation>没有图“%1”</translation>
    </message>
    <message>
        <source>there is no image to evaluate</source>
        <translation>没有可评估的图像</translation>
    </message>
    <message>
        <source>there is no preset &apos;%1&apos;</source>
        <translation>没有预设“%1”</translation>
    </message>
    <message>
        <source>there is no shard %1 of %2</source>
        <translation>没有分片 %1（共 %2 个）</translation>
    </message>
    <message>
        <source>there is no stage %1</source>
        <translation>没有阶段 %1</translation>
    </message>
    <message>
        <source>there is no stage %1 to begin at</source>
        <translation>没有可作为起点的阶段 %1</translation>
    </message>
    <message>
        <source>there is nothing to merge</source>
        <translation>没有可合并的内容</translation>
    </message>
    <message>
        <source>this LibTorch is built without CUDA</source>
        <translation>此 LibTorch 不带 CUDA</translation>
    </message>
    <message>
        <source>this PyTorch is not whole (python -c &apos;import torch&apos; would say the same): install it again, or name another in SESCOPE_TORCH</source>
        <translation>此 PyTorch 不完整（python -c &apos;import torch&apos; 也会报错）：请重新安装，或在 SESCOPE_TORCH 中指定其他的</translation>
    </message>
    <message>
        <source>this installation of SE Scope has no engine, so that no network can be run</source>
        <translation>此 SE Scope 安装没有引擎，无法运行网络</translation>
    </message>
    <message>
        <source>this installation runs with %1; install one of them, or name its folder in SESCOPE_TORCH</source>
        <translation>此安装适用于 %1；请安装其中之一，或在 SESCOPE_TORCH 中指定其文件夹</translation>
    </message>
    <message>
        <source>those beside the weights are of pixels between 0 and 255</source>
        <translation>权重旁的针对 0 到 255 的像素</translation>
    </message>
    <message>
        <source>those given are of pixels between 0 and 255</source>
        <translation>所给的针对 0 到 255 的像素</translation>
    </message>
    <message>
        <source>those given cannot be of pixels</source>
        <translation>所给的不可能是像素的</translation>
    </message>
    <message>
        <source>throughput, %1</source>
        <translation>吞吐量，%1</translation>
    </message>
    <message>
        <source>too large for an image</source>
        <translation>过大，不像图像</translation>
    </message>
    <message>
        <source>too large: %1 x %2 pixels, and %3 are the most</source>
        <translation>过大：%1 x %2 像素，最多 %3</translation>
    </message>
    <message>
        <source>too long for a table: more than 512 MB</source>
        <translation>作为表过长：超过 512 MB</translation>
    </message>
    <message>
        <source>truncated: part of the JPEG data is missing</source>
        <translation>被截断：缺少部分 JPEG 数据</translation>
    </message>
    <message>
        <source>truncated: values are missing at the end</source>
        <translation>被截断：末尾缺少数值</translation>
    </message>
    <message>
        <source>unpack it (unzip)</source>
        <translation>请解压（unzip）</translation>
    </message>
    <message>
        <source>unpack it into a folder with one folder of images for each class</source>
        <translation>请解压为每个类别一个图像子文件夹的文件夹</translation>
    </message>
    <message>
        <source>use a checkpoint of a supported SE-ResNet</source>
        <translation>请使用受支持的 SE-ResNet 检查点</translation>
    </message>
    <message>
        <source>use a checkpoint of floating-point weights, not a quantised one</source>
        <translation>请使用浮点权重的检查点，而不是量化的</translation>
    </message>
    <message>
        <source>use a checkpoint with squeeze-and-excitation units of two fully connected layers</source>
        <translation>请使用由两个全连接层组成 SE 单元的检查点</translation>
    </message>
    <message>
        <source>use a network for images, with two-dimensional convolutions</source>
        <translation>请使用二维卷积的图像网络</translation>
    </message>
    <message>
        <source>use a profile of this network</source>
        <translation>请使用此网络的剖析结果</translation>
    </message>
    <message>
        <source>use the same flags for all parts</source>
        <translation>所有部分请使用相同的选项</translation>
    </message>
    <message>
        <source>use the same thresholds for all parts</source>
        <translation>所有部分请使用相同的阈值</translation>
    </message>
    <message>
        <source>usual for ImageNet; the file does not say</source>
        <translation>ImageNet 的常用值；文件没有说明</translation>
    </message>
    <message>
        <source>usual for the %1 layout</source>
        <translation>%1 布局的常用值</translation>
    </message>
    <message>
        <source>was saved with pickle&apos;s protocol 0, which torch.load does not read either</source>
        <translation>以 pickle 协议 0 保存，torch.load 也无法读取</translation>
    </message>
    <message>
        <source>was written on a big-endian machine, which is not read here</source>
        <translation>在大端机器上写成，无法读取</translation>
    </message>
    <message>
        <source>what a unit squeezes is NaN or infinite for an image</source>
        <translation>某单元的压缩值对某张图像为 NaN 或无穷</translation>
    </message>
    <message>
        <source>what follows the last stage is another head than one linear layer; gates need none</source>
        <translation>最后阶段之后的分类头不是单个线性层；门控值不需要分类头</translation>
    </message>
    <message>
        <source>what was done could not be kept: %1</source>
        <translation>已完成的部分未能保存：%1</translation>
    </message>
    <message>
        <source>which column is the label? It may be any of %1</source>
        <translation>哪一列是标签？可能是 %1 中任一列</translation>
    </message>
    <message>
        <source>with its stored statistics</source>
        <translation>用其保存的统计量</translation>
    </message>
    <message>
        <source>without %1</source>
        <translation>不用 %1</translation>
    </message>
    <message>
        <source>write into another file</source>
        <translation>请写到其他文件</translation>
    </message>
    <message>
        <source>write into another file or folder</source>
        <translation>请写到其他文件或文件夹</translation>
    </message>
    <message>
        <source>write the extension into the table</source>
        <translation>请在表中写明扩展名</translation>
    </message>
    <message>
        <source>write the folder into the table&apos;s paths</source>
        <translation>请在表的路径中写明文件夹</translation>
    </message>
    <message>
        <source>write to a file, and send that on</source>
        <translation>请先写入文件，再转发</translation>
    </message>
    <message>
        <source>you may not write there; choose another place</source>
        <translation>没有该处的写入权限；请选择其他位置</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no row of the head</source>
        <translation>“%1”不是分类头的行号</translation>
    </message>
    <message>
        <source>the key &apos;%1&apos; is missing</source>
        <translation>缺少键“%1”</translation>
    </message>
    <message>
        <source>the key &apos;%1&apos; is missing (%2)</source>
        <translation>缺少键“%1”（%2）</translation>
    </message>
    <message>
        <source>%1, which changes %2 of what passes its gates and %3 of what they are made of</source>
        <translation>%1，这会改变通过其门控的 %2 和门控输入的 %3</translation>
    </message>
    <message>
        <source>an unknown share</source>
        <translation>未知的比例</translation>
    </message>
    <message>
        <source>check some in the table of verdicts</source>
        <translation>请在判定表中勾选一些</translation>
    </message>
    <message>
        <source>record it on a half of each class, or open another folder, or choose &quot;All images&quot;</source>
        <translation>请在每个类别的一半图像上生成剖析结果，或打开其他文件夹，或选择“所有图像”</translation>
    </message>
    <message>
        <source>run this network over images</source>
        <translation>请让此网络在图像上运行</translation>
    </message>
    <message>
        <source>run these weights over images</source>
        <translation>请让这些权重在图像上运行</translation>
    </message>
    <message>
        <source>make one on the page Prune</source>
        <translation>请在“剪枝”页生成</translation>
    </message>
    <message>
        <source>write into a folder of its own</source>
        <translation>请写到单独的文件夹</translation>
    </message>
    <message>
        <source>choose &quot;Nothing&quot; to replace it by</source>
        <translation>请选择以“无”代替</translation>
    </message>
    <message>
        <source>say how much may be lost</source>
        <translation>请指定可损失多少</translation>
    </message>
    <message>
        <source>choose one of the list on the left</source>
        <translation>请从左侧列表中选择</translation>
    </message>
    <message>
        <source>name the folders as the network names its classes</source>
        <translation>请按网络的类别名称命名文件夹</translation>
    </message>
    <message>
        <source>%1; they may be meant as %3 (%4)</source>
        <translation>%1；也可能是指 %3（%4）</translation>
    </message>
    <message>
        <source>choose them in the list</source>
        <translation>请在列表中选择</translation>
    </message>
    <message>
        <source>give a table with one column of paths and one of labels</source>
        <translation>请给出有一列路径和一列标签的表</translation>
    </message>
    <message>
        <source>see Input size and Share kept by the crop, beside the network</source>
        <translation>请查看网络旁的“输入尺寸”和“裁剪保留的比例”</translation>
    </message>
    <message>
        <source>choose an input size between 1 and %2</source>
        <translation>请选择 1 到 %2 之间的输入尺寸</translation>
    </message>
    <message>
        <source>choose an input size between 1 and 8192</source>
        <translation>请选择 1 到 8192 之间的输入尺寸</translation>
    </message>
    <message>
        <source>choose a smaller input size, or a checkpoint of a real network</source>
        <translation>请选择更小的输入尺寸，或使用真实网络的检查点</translation>
    </message>
    <message>
        <source>choose a larger input size, usually 224</source>
        <translation>请选择更大的输入尺寸，通常为 224</translation>
    </message>
    <message>
        <source>keep a share above 0.1 and up to 1 by the crop</source>
        <translation>裁剪保留的比例请取大于 0.1、至多 1</translation>
    </message>
    <message>
        <source>choose another preprocessing beside the network</source>
        <translation>请在网络旁选择其他预处理</translation>
    </message>
    <message>
        <source>give arrays only</source>
        <translation>请只给出数组</translation>
    </message>
    <message>
        <source>choose the input size %2 x %4</source>
        <translation>请选择输入尺寸 %2 x %4</translation>
    </message>
    <message>
        <source>the command line opens one by its name, such as %3</source>
        <translation>命令行可按名称打开其中之一，例如 %3</translation>
    </message>
    <message>
        <source>they are named: %2</source>
        <translation>它们的名称为：%2</translation>
    </message>
    <message>
        <source>use 1 or 2</source>
        <translation>请用 1 或 2</translation>
    </message>
    <message>
        <source>choose another place of the SE unit, or use a checkpoint of one network</source>
        <translation>请选择 SE 单元的其他位置，或使用单个网络的检查点</translation>
    </message>
    <message>
        <source>the weights are not those of this architecture</source>
        <translation>这些权重不属于此架构</translation>
    </message>
    <message>
        <source>check that this is the checkpoint of the network you mean</source>
        <translation>请确认这是您所指网络的检查点</translation>
    </message>
    <message>
        <source>use weights of an architecture that the catalogue holds</source>
        <translation>请使用目录中架构的权重</translation>
    </message>
    <message>
        <source>choose it below</source>
        <translation>请在下方选择</translation>
    </message>
    <message>
        <source>the file leaves the size of images open, and %1 was tried: choose the right one beside the network</source>
        <translation>文件没有指定图像尺寸，已试用 %1：请在网络旁选择正确的尺寸</translation>
    </message>
    <message>
        <source>use a checkpoint of a real network</source>
        <translation>请使用真实网络的检查点</translation>
    </message>
    <message>
        <source>choose the CPU in the settings of the run</source>
        <translation>请在运行设置中选择 CPU</translation>
    </message>
    <message>
        <source>choose another device in the settings of the run</source>
        <translation>请在运行设置中选择其他设备</translation>
    </message>
    <message>
        <source>try again, or choose the CPU in the settings of the run</source>
        <translation>请重试，或在运行设置中选择 CPU</translation>
    </message>
    <message>
        <source>choose another precision in the settings of the run</source>
        <translation>请在运行设置中选择其他精度</translation>
    </message>
    <message>
        <source>what was done is kept in %1: open it as a profile</source>
        <translation>已完成的部分保存在 %1：可作为剖析文件打开</translation>
    </message>
    <message>
        <source>run anew</source>
        <translation>请重新运行</translation>
    </message>
    <message>
        <source>choose how well means are to be known, such as 0.01</source>
        <translation>请选择均值的精度，例如 0.01</translation>
    </message>
    <message>
        <source>run until the end</source>
        <translation>请运行到结束</translation>
    </message>
    <message>
        <source>run the network over the images again</source>
        <translation>请让网络在图像上重新运行</translation>
    </message>
    <message>
        <source>if it is a network, open it as one; a run over images makes a profile</source>
        <translation>如果它是网络，请作为网络打开；在图像上运行可生成剖析文件</translation>
    </message>
    <message>
        <source>a run over images makes one</source>
        <translation>在图像上运行即可生成</translation>
    </message>
    <message>
        <source>merge parts of one split only</source>
        <translation>只能合并同一种划分的部分</translation>
    </message>
    <message>
        <source>prepare the images of all parts alike</source>
        <translation>所有部分的图像须以同样方式预处理</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Batch norm&apos;s epsilon</source>
        <translation>批归一化的 epsilon</translation>
    </message>
    <message>
        <source>Max pooling</source>
        <translation>最大池化</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Share kept by the crop</source>
        <translation>裁剪保留比例</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Gate function</source>
        <translation>门控函数</translation>
    </message>
    <message>
        <source>Largest loss of accuracy</source>
        <translation>准确率最大损失</translation>
    </message>
    <message>
        <source>Preprocessing</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>the network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>the plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>the proof</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Replace by</source>
        <translation>替代</translation>
    </message>
    <message>
        <source>Place of the SE unit</source>
        <translation>SE 单元的位置</translation>
    </message>
    <message>
        <source>Input height</source>
        <translation>输入高度</translation>
    </message>
    <message>
        <source>Half of each class</source>
        <translation>每个类别的一半</translation>
    </message>
    <message>
        <source>Stride placement</source>
        <translation>步幅位置</translation>
    </message>
    <message>
        <source>Means known within</source>
        <translation>均值精度</translation>
    </message>
    <message>
        <source>Input width</source>
        <translation>输入宽度</translation>
    </message>
    <message>
        <source>&quot;%1&quot; of its description is not a count</source>
        <translation>其描述中的“%1”不是计数</translation>
    </message>
    <message>
        <source>&quot;%1&quot; of its description is not a list</source>
        <translation>其描述中的“%1”不是列表</translation>
    </message>
    <message>
        <source>&quot;%1&quot; of its description is not a number</source>
        <translation>其描述中的“%1”不是数</translation>
    </message>
    <message>
        <source>&quot;%1&quot; of its description is not a number from %2 to %3</source>
        <translation>其描述中的“%1”不是 %2 到 %3 的数</translation>
    </message>
    <message>
        <source>&quot;%1&quot; of its description is not a text</source>
        <translation>其描述中的“%1”不是文本</translation>
    </message>
    <message>
        <source>&quot;%1&quot; of its description is not a yes or no</source>
        <translation>其描述中的“%1”不是“是”或“否”</translation>
    </message>
    <message>
        <source>%1 = false: it is done here</source>
        <translation>%1 = false：此处仍会执行</translation>
    </message>
    <message>
        <source>%1 cannot be run: %2</source>
        <translation>无法运行 %1：%2</translation>
    </message>
    <message>
        <source>%1 cannot be written as ONNX: %2</source>
        <translation>%1 无法写为 ONNX：%2</translation>
    </message>
    <message>
        <source>%1 cannot be written as TorchScript: %2</source>
        <translation>%1 无法写为 TorchScript：%2</translation>
    </message>
    <message>
        <source>%1 cannot take %2: %3</source>
        <translation>%1 不能接受 %2：%3</translation>
    </message>
    <message>
        <source>%1 has %2 bytes, but its dims and type need %3</source>
        <translation>%1 有 %2 字节，而其 dims 和类型需要 %3 字节</translation>
    </message>
    <message>
        <source>%1 has a shape whose number of elements overflows</source>
        <translation>%1 的形状使元素个数溢出</translation>
    </message>
    <message>
        <source>%1 has an offset or a length that is no number</source>
        <translation>%1 的偏移量或长度不是数</translation>
    </message>
    <message>
        <source>%1 has dims whose number of elements overflows</source>
        <translation>%1 的 dims 使元素个数溢出</translation>
    </message>
    <message>
        <source>%1 has no bottleneck to put an SE unit in</source>
        <translation>%1 没有可放置 SE 单元的瓶颈模块</translation>
    </message>
    <message>
        <source>%1 has sizes or strides out of bounds</source>
        <translation>%1 的尺寸或步长超出范围</translation>
    </message>
    <message>
        <source>%1 has values that cannot be read</source>
        <translation>%1 的数值无法读取</translation>
    </message>
    <message>
        <source>%1 is declared without its shape or its data_offsets</source>
        <translation>%1 的声明缺少其形状或 data_offsets</translation>
    </message>
    <message>
        <source>%1 is of %2, which is not read here</source>
        <translation>%1 的类型为 %2，无法读取</translation>
    </message>
    <message>
        <source>%1 is the name of two things in the network</source>
        <translation>%1 在网络中是两个对象的名称</translation>
    </message>
    <message>
        <source>a key is left over: %1</source>
        <translation>有一个键未用到：%1</translation>
    </message>
    <message>
        <source>keys are left over: %1</source>
        <translation>有键未用到：%1</translation>
    </message>
    <message>
        <source>keys are left over: %1 and %2 more</source>
        <translation>有键未用到：%1，另有 %2 个</translation>
    </message>
    <message>
        <source>%1 reaches beyond the end of &quot;%2&quot;, which has %3 bytes</source>
        <translation>%1 超出“%2”的结尾，该文件有 %3 字节</translation>
    </message>
    <message>
        <source>%1 reaches beyond the end of its storage</source>
        <translation>%1 超出其存储的结尾</translation>
    </message>
    <message>
        <source>%1 repeats its storage to %2 elements</source>
        <translation>%1 把其存储重复到 %2 个元素</translation>
    </message>
    <message>
        <source>%1 would hold a gate that is not finite</source>
        <translation>%1 会含有非有限的门控值</translation>
    </message>
    <message>
        <source>%1, a link that leads out of the network&apos;s folder</source>
        <translation>%1，而它是指向网络所在文件夹之外的链接</translation>
    </message>
    <message>
        <source>%1, which is not a file below the network&apos;s own folder</source>
        <translation>%1，而它不是网络所在文件夹之内的文件</translation>
    </message>
    <message>
        <source>%1, which is not there</source>
        <translation>%1，而该文件不存在</translation>
    </message>
    <message>
        <source>%1: gives &quot;%2&quot;, which another node gives too</source>
        <translation>%1：给出“%2”，而另一个节点也给出它</translation>
    </message>
    <message>
        <source>%1: reads what hangs on itself</source>
        <translation>%1：读取依赖于其自身的值</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is an output of the file, or read by a branch, and cannot go</source>
        <translation>“%1”是文件的输出，或被某个分支读取，不能移除</translation>
    </message>
    <message>
        <source>a batch of %1 images of side %2 came with %3 pixel bytes, %4 values and %5 labels</source>
        <translation>一批 %1 张边长为 %2 的图像附有 %3 字节像素、%4 个数值和 %5 个标签</translation>
    </message>
    <message>
        <source>a map of %1 values does not fit over the image</source>
        <translation>%1 个值的图无法叠加到图像上</translation>
    </message>
    <message>
        <source>a pass could not be recorded as a CUDA graph, going on without: %1</source>
        <translation>一次前向计算无法录制为 CUDA 图，不用它继续：%1</translation>
    </message>
    <message>
        <source>an image cannot be resized to %1 x %2</source>
        <translation>图像无法缩放为 %1 x %2</translation>
    </message>
    <message>
        <source>block %1 is there twice</source>
        <translation>模块 %1 出现两次</translation>
    </message>
    <message>
        <source>can only be computed for batches of %1 images</source>
        <translation>只能按每批 %1 张图像计算</translation>
    </message>
    <message>
        <source>can only be computed for images of %1</source>
        <translation>只能对 %1 的图像计算</translation>
    </message>
    <message>
        <source>cannot be computed for single images: %1</source>
        <translation>无法对单张图像计算：%1</translation>
    </message>
    <message>
        <source>crop_size = %1</source>
        <translation>crop_size = %1</translation>
    </message>
    <message>
        <source>gives the name &quot;%1&quot; to two things</source>
        <translation>把名称“%1”用于两个对象</translation>
    </message>
    <message>
        <source>has a storage of an element type that is not known here (%1)</source>
        <translation>有元素类型未知的存储（%1）</translation>
    </message>
    <message>
        <source>has an entry %1 without tensors</source>
        <translation>有不含张量的条目 %1</translation>
    </message>
    <message>
        <source>has an output &quot;%1&quot; that nothing in it gives</source>
        <translation>有输出“%1”，但其中没有节点给出它</translation>
    </message>
    <message>
        <source>has no tensor %1</source>
        <translation>没有张量 %1</translation>
    </message>
    <message>
        <source>has no weights for %1, which its program reads</source>
        <translation>没有其程序所读取的 %1 的权重</translation>
    </message>
    <message>
        <source>has the compressed entry %1, which torch.save never writes</source>
        <translation>有压缩的条目 %1，而 torch.save 从不这样写</translation>
    </message>
    <message>
        <source>has the damaged entry %1</source>
        <translation>有已损坏的条目 %1</translation>
    </message>
    <message>
        <source>has the damaged entry %1: %2</source>
        <translation>有已损坏的条目 %1：%2</translation>
    </message>
    <message>
        <source>has weights %1 of the shape %2, and its program reads %3</source>
        <translation>有形状为 %2 的权重 %1，而其程序读取 %3</translation>
    </message>
    <message>
        <source>holds %1 tensors, so it is no network</source>
        <translation>含有 %1 个张量，因此不是网络</translation>
    </message>
    <message>
        <source>holds several programs: %1, %2%3</source>
        <translation>含有多个程序：%1、%2%3</translation>
    </message>
    <message>
        <source>holds the unknown instruction %1</source>
        <translation>含有未知指令 %1</translation>
    </message>
    <message>
        <source>is a damaged zip archive: it has the entry %1 twice</source>
        <translation>zip 压缩包已损坏：条目 %1 出现两次</translation>
    </message>
    <message>
        <source>is a damaged zip archive: the entry %1 does not unpack to what its directory says</source>
        <translation>zip 压缩包已损坏：条目 %1 解压后与其目录所记不符</translation>
    </message>
    <message>
        <source>is a damaged zip archive: the entry %1 is not where its directory says</source>
        <translation>zip 压缩包已损坏：条目 %1 不在其目录所记的位置</translation>
    </message>
    <message>
        <source>is of ONNX opset %1, and opsets 9 to 23 are read</source>
        <translation>是 ONNX opset %1，而可读取的是 opset 9 到 23</translation>
    </message>
    <message>
        <source>it does not begin with &quot;sescope&quot;: &quot;%1&quot;</source>
        <translation>它的开头不是 &quot;sescope&quot;: &quot;%1&quot;</translation>
    </message>
    <message>
        <source>its description has no &quot;%1&quot;</source>
        <translation>其描述中没有“%1”</translation>
    </message>
    <message>
        <source>its key &apos;%1&apos; numbers a block beyond %2</source>
        <translation>其键“%1”的模块编号超出 %2</translation>
    </message>
    <message>
        <source>label %1 is outside the %2 classes of the tally</source>
        <translation>标签 %1 超出统计的 %2 个类别</translation>
    </message>
    <message>
        <source>line %1 of the graph: %2</source>
        <translation>图的第 %1 行：%2</translation>
    </message>
    <message>
        <source>names a tensor &quot;%1&quot;, which no network&apos;s names are like</source>
        <translation>有名为“%1”的张量，网络中不会有这样的名称</translation>
    </message>
    <message>
        <source>names a tensor &quot;%1&quot;, with letters that no network&apos;s names have</source>
        <translation>有名为“%1”的张量，其中含有网络名称中不会有的字符</translation>
    </message>
    <message>
        <source>names a tensor by %1 letters, so it is no network</source>
        <translation>有名称长达 %1 个字符的张量，因此不是网络</translation>
    </message>
    <message>
        <source>names protocol %1</source>
        <translation>指定了协议 %1</translation>
    </message>
    <message>
        <source>resample = %1</source>
        <translation>resample = %1</translation>
    </message>
    <message>
        <source>says that %1 images are done, and counts %2</source>
        <translation>记录为已完成 %1 张图像，而计数为 %2</translation>
    </message>
    <message>
        <source>shows the same values again and again: its tensors would take %1 MiB, and the file has %2 KiB (16 times that, and 64 MiB, are the most)</source>
        <translation>反复引用相同的数值：其张量将占 %1 MiB，而文件只有 %2 KiB（最多为其 16 倍另加 64 MiB）</translation>
    </message>
    <message>
        <source>size = %1</source>
        <translation>size = %1</translation>
    </message>
    <message>
        <source>takes %1, which is no batch of images</source>
        <translation>接受 %1，这不是一批图像</translation>
    </message>
    <message>
        <source>takes its images as %1 (%2), and only networks of floating point input are run</source>
        <translation>以 %1 接受图像（%2），而只能运行浮点输入的网络</translation>
    </message>
    <message>
        <source>tensor %1 %2</source>
        <translation>张量 %1 %2</translation>
    </message>
    <message>
        <source>tensor %1 counts more images than there are</source>
        <translation>张量 %1 的图像计数多于实有图像</translation>
    </message>
    <message>
        <source>tensor %1 has another shape than its classes and channels</source>
        <translation>张量 %1 的形状与其类别数和通道数不符</translation>
    </message>
    <message>
        <source>tensor %1 does not have the bytes that its shape asks for</source>
        <translation>张量 %1 的字节数与其形状不符</translation>
    </message>
    <message>
        <source>tensor %1 holds %2, not %3</source>
        <translation>张量 %1 的元素类型为 %2，而不是 %3</translation>
    </message>
    <message>
        <source>tensor %1 holds counts that are negative or too large</source>
        <translation>张量 %1 含有为负或过大的计数</translation>
    </message>
    <message>
        <source>tensor %1 is sparse, which is not read here</source>
        <translation>张量 %1 是稀疏的，无法读取</translation>
    </message>
    <message>
        <source>the description of the network is damaged: %1 %2</source>
        <translation>网络的描述已损坏：%1 %2</translation>
    </message>
    <message>
        <source>the energies of %1 are none of its images&apos;</source>
        <translation>%1 的能量不可能来自其图像</translation>
    </message>
    <message>
        <source>the file has no name for &apos;%1&apos;, so that it cannot be written again as ONNX</source>
        <translation>文件中没有“%1”的名称，因此无法重新写为 ONNX</translation>
    </message>
    <message>
        <source>the histogram of %1 counts more gates than there are</source>
        <translation>%1 的直方图所计的门控值多于实有数量</translation>
    </message>
    <message>
        <source>the input %1 of the network takes %2, not %3</source>
        <translation>网络的输入 %1 接受 %2，而不是 %3</translation>
    </message>
    <message>
        <source>the key &apos;%1.downsample.0.weight&apos; is missing: %2 turns %3 channels into %4</source>
        <translation>缺少键“%1.downsample.0.weight”：%2 把 %3 个通道变为 %4 个</translation>
    </message>
    <message>
        <source>the network has %1 inputs, not %2</source>
        <translation>网络有 %1 个输入，而不是 %2 个</translation>
    </message>
    <message>
        <source>the operator %1 has no argument &apos;%2&apos;</source>
        <translation>算子 %1 没有参数“%2”</translation>
    </message>
    <message>
        <source>the operator %1 is not one that we run</source>
        <translation>算子 %1 不在可运行的算子之列</translation>
    </message>
    <message>
        <source>the operator %1 lacks its argument &apos;%2&apos;</source>
        <translation>算子 %1 缺少参数“%2”</translation>
    </message>
    <message>
        <source>the sums of %1 are larger than its images allow</source>
        <translation>%1 的总和超出其图像所能达到的范围</translation>
    </message>
    <message>
        <source>the tensor &apos;%1&apos; gets numbers that are too large for the type that it has in the file</source>
        <translation>张量“%1”的新数值过大，超出其在文件中的类型</translation>
    </message>
    <message>
        <source>the tensor &apos;%1&apos; is %2 instead of %3</source>
        <translation>张量“%1”为 %2，而不是 %3</translation>
    </message>
    <message>
        <source>the tensor &apos;%1&apos; is a convolution over volumes (%2)</source>
        <translation>张量“%1”是三维卷积（%2）</translation>
    </message>
    <message>
        <source>the tensor &apos;%1&apos; is of %2, which is not written as ONNX</source>
        <translation>张量“%1”的类型为 %2，无法写为 ONNX</translation>
    </message>
    <message>
        <source>the tensor &apos;%1&apos; should be a convolution [out, in, k, k] of an odd square kernel, found the shape %2</source>
        <translation>张量“%1”应为卷积 [out, in, k, k]，卷积核为奇数边长的正方形，实际形状为 %2</translation>
    </message>
    <message>
        <source>the tensor &apos;%1&apos; should have the shape [classes, %2], found %3</source>
        <translation>张量“%1”的形状应为 [classes, %2]，实为 %3</translation>
    </message>
    <message>
        <source>the tensor &apos;%1&apos; should take the %2 channels of the layer before it, or a whole fraction of them in groups; found the shape %3</source>
        <translation>张量“%1”应接受前一层的 %2 个通道，或在分组时接受其整数分之一；实际形状为 %3</translation>
    </message>
    <message>
        <source>the tensor &apos;%1.weight&apos; should put out %2 channels, found %3</source>
        <translation>张量“%1.weight”应输出 %2 个通道，实为 %3</translation>
    </message>
    <message>
        <source>the tensor &apos;%1.weight&apos; should take the %2 channels of its block, found %3</source>
        <translation>张量“%1.weight”应接受其模块的 %2 个通道，实为 %3</translation>
    </message>
    <message>
        <source>the tensors &apos;%1.weight&apos; and &apos;%2.weight&apos; should be [hidden, channels] and [channels, hidden], found %3 and %4</source>
        <translation>张量“%1.weight”和“%2.weight”应为 [hidden, channels] 和 [channels, hidden]，实为 %3 和 %4</translation>
    </message>
    <message>
        <source>the value %1 %2</source>
        <translation>值 %1 %2</translation>
    </message>
    <message>
        <source>the weight &apos;%1&apos; takes %2 channels a group, and its input has %3</source>
        <translation>权重“%1”每组接受 %2 个通道，而其输入有 %3 个</translation>
    </message>
    <message>
        <source>this LibTorch has no operator %1%2%3</source>
        <translation>此 LibTorch 没有算子 %1%2%3</translation>
    </message>
    <message>
        <source>unpacks to %1 bytes, more than %2 times its size</source>
        <translation>解压后为 %1 字节，超过其大小的 %2 倍</translation>
    </message>
    <message>
        <source>would take images of %1 x %2 pixels, which none has</source>
        <translation>需要 %1 x %2 像素的图像，没有这样的图像</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1；%2</translation>
    </message>
</context>
<context>
    <name>figures</name>
    <message>
        <source>Excitation through the depth of the network: %1</source>
        <translation>激励随网络深度的变化：%1</translation>
    </message>
    <message>
        <source>Class share: how much of the variance of gates lies between classes. A block with little spread, or with nearly all gates open, does little.</source>
        <translation>类别占比：门控值方差中有多少来自类别之间。离散度小或门控值几乎全部打开的模块作用不大。</translation>
    </message>
    <message>
        <source>Class share</source>
        <translation>类别占比</translation>
    </message>
    <message>
        <source>class share</source>
        <translation>类别占比</translation>
    </message>
    <message>
        <source>Std of gates</source>
        <translation>门控值标准差</translation>
    </message>
    <message>
        <source>std within classes</source>
        <translation>类内标准差</translation>
    </message>
    <message>
        <source>std between classes</source>
        <translation>类间标准差</translation>
    </message>
    <message>
        <source>Share of gates</source>
        <translation>门控值占比</translation>
    </message>
    <message>
        <source>open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>门控值</translation>
    </message>
    <message>
        <source>Share of gates (%)</source>
        <translation>门控值占比 (%)</translation>
    </message>
    <message>
        <source>Distribution of gates per class: %1</source>
        <translation>各类别的门控值分布：%1</translation>
    </message>
    <message>
        <source>How many gates of a class have which value, over all its images and the channels of the block. A peak near 1: the block lets its channels pass; peaks apart: the class decides.</source>
        <translation>某类别的门控值取各个值的多少，统计其所有图像和该模块的通道。峰值接近 1：模块让通道通过；峰值分开：由类别决定。</translation>
    </message>
    <message>
        <source>Left: how many gates of a class have which value, over all its images and the channels of the block. Right: its median (dot), middle half (thick) and middle 90 % (thin).</source>
        <translation>左：某类别的门控值取各个值的多少，统计其所有图像和该模块的通道。右：其中位数（点）、中间一半（粗线）和中间 90 %（细线）。</translation>
    </message>
    <message>
        <source>Distribution of gates through the blocks: %1</source>
        <translation>各模块的门控值分布：%1</translation>
    </message>
    <message>
        <source>Each ridge is a block: how many of its gates have which value, over all images (grey) and over those of single classes (lines). Heights compare within a block only.</source>
        <translation>每条脊线是一个模块：其门控值取各个值的多少，统计所有图像（灰）和单个类别（线）。高度只在同一模块内可比。</translation>
    </message>
    <message>
        <source>%1 (n = %2)</source>
        <translation>%1 (n = %2)</translation>
    </message>
    <message>
        <source>Channel index</source>
        <translation>通道序号</translation>
    </message>
    <message>
        <source>Channels, clustered</source>
        <translation>通道（聚类）</translation>
    </message>
    <message>
        <source>Mean gates, class by channel: %1</source>
        <translation>平均门控值，类别 × 通道：%1</translation>
    </message>
    <message>
        <source>A row is a class, a column a channel, the colour its mean gate. Rows alike: the block treats these classes alike; columns that change down the map tell classes apart.</source>
        <translation>一行是一个类别，一列是一个通道，颜色为平均门控值。行相似：模块对这些类别一视同仁；沿列变化的通道区分类别。</translation>
    </message>
    <message>
        <source>Mean gate</source>
        <translation>平均门控值</translation>
    </message>
    <message>
        <source>all images</source>
        <translation>所有图像</translation>
    </message>
    <message>
        <source>all %1 classes</source>
        <translation>全部 %1 个类别</translation>
    </message>
    <message>
        <source>Channels by mean gate</source>
        <translation>通道（按平均门控值）</translation>
    </message>
    <message>
        <source>Channels by spread between classes</source>
        <translation>通道（按类间离散度）</translation>
    </message>
    <message>
        <source>Mean gates per class: %1</source>
        <translation>各类别的平均门控值：%1</translation>
    </message>
    <message>
        <source>Each curve is a class: its mean gate on channels sampled evenly from the block. Where curves lie on each other, the block treats all classes alike; where all gates are near 1, it changes nothing.</source>
        <translation>每条曲线是一个类别：在均匀抽取的通道上的平均门控值。曲线重合处，模块对所有类别一视同仁；门控值都接近 1 处，它什么也不改变。</translation>
    </message>
    <message>
        <source>Each curve is a class: its mean gate on every channel of the block. Where curves lie on each other, the block treats all classes alike; where all gates are near 1, it changes nothing.</source>
        <translation>每条曲线是一个类别：在模块每个通道上的平均门控值。曲线重合处，模块对所有类别一视同仁；门控值都接近 1 处，它什么也不改变。</translation>
    </message>
    <message>
        <source>Gates of single images per class: %1</source>
        <translation>各类别单张图像的门控值：%1</translation>
    </message>
    <message>
        <source>Line and band: mean and one standard deviation of the gate over the images of a class. A wide band: the gate depends on the image; bands apart: it depends on the class; a thin line: it is nearly constant.</source>
        <translation>线与带：某类别图像的门控值的均值和一个标准差。带宽：门控值取决于图像；带分开：取决于类别；细线：几乎恒定。</translation>
    </message>
    <message>
        <source>channel %1: %2 %3 (%4)</source>
        <translation>通道 %1：%2 %3（%4）</translation>
    </message>
    <message>
        <source>channel %1: %2 %3 ± %4 (%5)</source>
        <translation>通道 %1：%2 %3 ± %4（%5）</translation>
    </message>
    <message>
        <source>%1: %2 %3</source>
        <translation>%1：%2 %3</translation>
    </message>
    <message>
        <source>%1: %2, gate %3</source>
        <translation>%1：%2，门控值 %3</translation>
    </message>
    <message>
        <source>%1: gate %2</source>
        <translation>%1：门控值 %2</translation>
    </message>
    <message>
        <source>%1: %2 % of gates near %3</source>
        <translation>%1：%2 % 的门控值接近 %3</translation>
    </message>
    <message>
        <source>%1 and %2: correlation %3</source>
        <translation>%1 与 %2：相关系数 %3</translation>
    </message>
    <message>
        <source>Correlation of mean gates between classes: %1</source>
        <translation>类别之间平均门控值的相关：%1</translation>
    </message>
    <message>
        <source>How alike two classes are to the block: the correlation of their mean gates over its channels. All near 1: it treats classes alike; squares along the diagonal: groups of classes.</source>
        <translation>两个类别对模块而言有多相似：它们在各通道上平均门控值的相关。都接近 1：一视同仁；对角线上的方块：类别的群组。</translation>
    </message>
    <message>
        <source>Correlation</source>
        <translation>相关系数</translation>
    </message>
    <message>
        <source>Gates of %1</source>
        <translation>%1 的门控值</translation>
    </message>
    <message>
        <source>The gates of this image, and mean and one standard deviation of its class. Far outside the band: the block treats this image unlike others of its class.</source>
        <translation>此图像的门控值，以及其类别的均值和一个标准差。远在区间带之外：模块对此图像的处理与同类别的其他图像不同。</translation>
    </message>
    <message>
        <source>channel %1: %2 %3</source>
        <translation>通道 %1：%2 %3</translation>
    </message>
    <message>
        <source>%1 Bands are left out: of more than %2 classes they would hide each other.</source>
        <translation>%1 不显示带：超过 %2 个类别时它们会互相遮挡。</translation>
    </message>
    <message>
        <source>Channels that never open, always are, or do not move: %1</source>
        <translation>从不打开、始终打开或不变的通道：%1</translation>
    </message>
    <message>
        <source>Closed, open and constant are about every image: no gate of the channel is farther than 0.05 from 0, from 1, or its own largest from its smallest. Nothing passes a closed channel: it can go, with what makes it.</source>
        <translation>关闭、打开与恒定都针对每一幅图像：该通道的门控值与 0、与 1，或其最大与最小值之间相差不超过 0.05。关闭的通道不通过任何内容：它可以连同产生它的部分一起去掉。</translation>
    </message>
    <message>
        <source>Share of channels (%)</source>
        <translation>通道占比（%）</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>live</source>
        <translation>活跃</translation>
    </message>
    <message>
        <source>colours from %1 to %2</source>
        <translation>颜色从 %1 到 %2</translation>
    </message>
    <message>
        <source>Correlation, over the values of each block</source>
        <translation>相关系数，按各模块的取值</translation>
    </message>
</context>
<context>
    <name>metric</name>
    <message>
        <source>C: gates of the block, one a channel (section 3)</source>
        <translation>C：该模块的门控值个数，每个通道一个（第 3 节）</translation>
    </message>
    <message>
        <source>Share of gates near 0: they switch their channel off</source>
        <translation>接近 0 的门控值比例：它们关闭通道</translation>
    </message>
    <message>
        <source>Share of channels whose gate rests near that of a zero (0.5 of a sigmoid) and does not move: they never learned</source>
        <translation>门控值停在零输入处（sigmoid 为 0.5）且不变的通道比例：它们从未学会</translation>
    </message>
    <message>
        <source>Learnable parameters; of an SE unit 2C²/r and its biases (section 4, equation 5)</source>
        <translation>可学习的参数；SE 单元为 2C²/r 加偏置（第 4 节，式 5）</translation>
    </message>
    <message>
        <source>Operations of one image, by the convention chosen (section 4)</source>
        <translation>一张图像的运算次数，按所选计数方式（第 4 节）</translation>
    </message>
    <message>
        <source>Parameters of the SE unit (section 4, equation 5)</source>
        <translation>SE 单元的参数（第 4 节，式 5）</translation>
    </message>
    <message>
        <source>Operations of the SE unit (section 4)</source>
        <translation>SE 单元的运算次数（第 4 节）</translation>
    </message>
    <message>
        <source>Images whose class is the network&apos;s first guess</source>
        <translation>网络第一预测即为正确类别的图像</translation>
    </message>
    <message>
        <source>Images whose class is among the network&apos;s first five guesses</source>
        <translation>正确类别在网络前五个预测之中的图像</translation>
    </message>
    <message>
        <source>What of the block&apos;s output would change if each gate were its mean, relative to that output</source>
        <translation>若每个门控值都换成其均值，模块输出会改变多少（相对于该输出）</translation>
    </message>
    <message>
        <source>SE_stage_index, as the paper numbers its blocks (Hu et al., section 7.2)</source>
        <translation>SE_阶段_序号，与论文的编号一致（Hu 等，第 7.2 节）</translation>
    </message>
    <message>
        <source>Mean gate: the average of s over all images and channels; s = σ(W₂ ReLU(W₁ z)) (Hu et al., section 3.2)</source>
        <translation>平均门控值：s 在所有图像和通道上的平均；s = σ(W₂ ReLU(W₁ z))（Hu 等，第 3.2 节）</translation>
    </message>
    <message>
        <source>√(1/C Σ_c Σ_k n_k v_kc / n): how far the gates of images of one class lie apart (Hu et al., section 7.2)</source>
        <translation>√(1/C Σ_c Σ_k n_k v_kc / n)：同一类别图像的门控值相差多远（Hu 等，第 7.2 节）</translation>
    </message>
    <message>
        <source>√(1/C Σ_c Σ_k n_k (m_kc − μ_c)² / n): how far the mean gates of classes lie apart (Hu et al., section 7.2)</source>
        <translation>√(1/C Σ_c Σ_k n_k (m_kc − μ_c)² / n)：各类别的平均门控值相差多远（Hu 等，第 7.2 节）</translation>
    </message>
    <message>
        <source>ω²: the share of the gates&apos; variance that the class explains, between² / (between² + within²) without what chance adds to it where images are few</source>
        <translation>ω²：门控值方差中由类别解释的比例，即 类间² / (类间² + 类内²) 去掉图像少时偶然增加的部分</translation>
    </message>
    <message>
        <source>Share of gates near 1: they let their channel pass unchanged (Hu et al., section 7.2, SE_5_2)</source>
        <translation>接近 1 的门控值比例：它们让通道原样通过（Hu 等，第 7.2 节，SE_5_2）</translation>
    </message>
</context>
<context>
    <name>sescope::ui::Headlines</name>
    <message>
        <source>No image was compared</source>
        <translation>没有比较任何图像</translation>
    </message>
    <message>
        <source>Loses less than %1 points</source>
        <translation>损失不到 %1 个百分点</translation>
    </message>
    <message>
        <source>Loses more than %1 points</source>
        <translation>损失超过 %1 个百分点</translation>
    </message>
    <message>
        <source>Undecided at %1 points: needs about %2 images</source>
        <translation>在 %1 个百分点上尚不能判定：约需 %2 张图像</translation>
    </message>
    <message>
        <source>Undecided at %1 points, as the loss is about that</source>
        <translation>在 %1 个百分点上尚不能判定，因为损失约为此值</translation>
    </message>
    <message>
        <source>All images that are open were measured: open a folder that has more</source>
        <translation>已测量所打开的全部图像：请打开图像更多的文件夹</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Agreement of the maps</source>
        <translation>图的一致程度</translation>
    </message>
    <message>
        <source>Size of the outputs&apos; change</source>
        <translation>输出变化的大小</translation>
    </message>
    <message>
        <source>By these thresholds none of %1 blocks may go</source>
        <translation>按这些阈值，%1 个模块均不可剪除</translation>
    </message>
    <message>
        <source>%1 of %2 blocks may go: %3 parameters</source>
        <translation>%2 个模块中有 %1 个可剪除：%3 个参数</translation>
    </message>
    <message>
        <source>%1, %2 %</source>
        <translation>%1，%2 %</translation>
    </message>
    <message>
        <source>Accuracy is not known: the classes are not matched to the head</source>
        <translation>准确率未知：类别未与分类头对应</translation>
    </message>
    <message>
        <source>%1; outputs differ by %2 % on average, by %3 % at most</source>
        <translation>%1；输出平均相差 %2 %，最多 %3 %</translation>
    </message>
    <message>
        <source>%1 (stopped after %2 images)</source>
        <translation>%1（在 %2 张图像后停止）</translation>
    </message>
    <message>
        <source>None of the %1 sets that were measured before the stop keeps to the budget</source>
        <translation>停止前测量的 %1 个组合均不符合预算</translation>
    </message>
    <message>
        <source>No set keeps to the budget</source>
        <translation>没有组合符合预算</translation>
    </message>
    <message>
        <source>Best of %1 sets before the stop: %2</source>
        <translation>停止前 %1 个组合中的最佳者：%2</translation>
    </message>
    <message>
        <source>Best of %1 sets: %2</source>
        <translation>%1 个组合中的最佳者：%2</translation>
    </message>
</context>
<context>
    <name>sescope::ui::Help</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>In the panes</source>
        <translation>在窗格中</translation>
    </message>
    <message>
        <source>walk the blocks</source>
        <translation>逐个浏览模块</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>check or uncheck a class</source>
        <translation>勾选或取消类别</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>zoom a figure</source>
        <translation>缩放图</translation>
    </message>
    <message>
        <source>double click</source>
        <translation>双击</translation>
    </message>
    <message>
        <source>reset a figure</source>
        <translation>重置图</translation>
    </message>
    <message>
        <source>About SE Scope</source>
        <translation>关于 SE Scope</translation>
    </message>
    <message>
        <source>&lt;h3&gt;SE Scope %1&lt;/h3&gt;&lt;p&gt;Explore, explain and prune squeeze-and-excitation networks.&lt;/p&gt;&lt;p&gt;The blocks, figures and names are those of Hu, Shen, Albanie, Sun and Wu, &lt;i&gt;Squeeze-and-Excitation Networks&lt;/i&gt;.&lt;/p&gt;&lt;p&gt;GPL-3.0-or-later. Figures are drawn with QCustomPlot, networks run on LibTorch, images are decoded by OpenCV.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;SE Scope %1&lt;/h3&gt;&lt;p&gt;观察、解释并剪枝压缩激励网络。&lt;/p&gt;&lt;p&gt;模块、图和名称均依照 Hu、Shen、Albanie、Sun 与 Wu 的论文 &lt;i&gt;Squeeze-and-Excitation Networks&lt;/i&gt;。&lt;/p&gt;&lt;p&gt;GPL-3.0-or-later。图由 QCustomPlot 绘制，网络由 LibTorch 运行，图像由 OpenCV 解码。&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>sescope::ui::Menus</name>
    <message>
        <source>&amp;Appearance</source>
        <translation>外观(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Fi&amp;gure</source>
        <translation>图(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
</context>
<context>
    <name>sescope::ui::ThresholdSliders</name>
    <message>
        <source>Channels that never learned</source>
        <translation>从未学习的通道</translation>
    </message>
    <message>
        <source>A block is stuck from this share of its channels on: their gates rest at that of a zero, whatever the image.</source>
        <translation>当有此比例的通道其门控值无论何种图像都停在零输入的值时，模块判为停滞。</translation>
    </message>
    <message>
        <source>Open gates</source>
        <translation>打开的门控</translation>
    </message>
    <message>
        <source>A block is saturated from this share of its gates on: near 1, they pass their channels on as they are.</source>
        <translation>当有此比例的门控值接近 1（通道原样通过）时，模块判为饱和。</translation>
    </message>
    <message>
        <source>Change without the gates</source>
        <translation>去掉门控的改变</translation>
    </message>
    <message>
        <source>A block is saturated, too, where its output would change by no more than this if every gate were 1.</source>
        <translation>若所有门控值均为 1 时输出的改变不超过此值，模块也判为饱和。</translation>
    </message>
    <message>
        <source>Change with mean gates</source>
        <translation>取平均门控值的改变</translation>
    </message>
    <message>
        <source>A block is constant where its output would change by no more than this if every gate were its mean.</source>
        <translation>若每个门控值取其平均时输出的改变不超过此值，模块判为恒定。</translation>
    </message>
    <message>
        <source>Spread of the gates</source>
        <translation>门控值的离散程度</translation>
    </message>
    <message>
        <source>Of older profiles, which do not have the change: a block is constant where its gates spread no further than this.</source>
        <translation>用于没有记录上述改变的旧剖析结果：门控值的离散程度不超过此值时，模块判为恒定。</translation>
    </message>
</context>
<context>
    <name>sescope::ui::VerdictsModel</name>
    <message>
        <source>stuck channels</source>
        <translation>停滞通道</translation>
    </message>
    <message>
        <source>open gates</source>
        <translation>打开的门控</translation>
    </message>
    <message>
        <source>change by gates of 1</source>
        <translation>门控置 1 的变化</translation>
    </message>
    <message>
        <source>strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>spread of the gates</source>
        <translation>门控值离散度</translation>
    </message>
</context>
</TS>
